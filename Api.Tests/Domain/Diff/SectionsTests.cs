using System.Collections.Immutable;
using FsCheck.Xunit;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain.Diff;

public sealed class SectionsTests
{
    [Property]
    public bool Of_AnyList_IsWhatAWalkFindsInTheSameOrder(int[] namespaces, bool isInOrder)
    {
        ImmutableArray<Item> items = [.. namespaces.Select((n, i) => new Item(Id(n), i))];
        if (isInOrder)
            items = [.. items.OrderBy(i => i.Netns.Value, StringComparer.Ordinal)];
        var sections = new Sections<Item>(items, i => i.Netns);
        return namespaces.Select(Id).Append(new NetnsId("none")).All(id => sections.Of(id).SequenceEqual(items.Where(i => i.Netns == id).ToArray()));
    }

    private static NetnsId Id(int number) => new($"boot-{number % 5}");

    private sealed record Item(NetnsId Netns, int Number);
}
