using System.Collections.Immutable;
using FsCheck.Xunit;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

public sealed class ReuseTests
{
    [Property(MaxTest = 1000)]
    public void Equal_AnyLists_GivesTheLaterOneOfTheEarlierOnesObjects(byte[] first, byte[] second)
    {
        var (before, after) = (Items(first), Items(second));
        var reused = Reuse.Equal(before, after);
        Assert.Equal(after, reused);
        foreach (var item in reused.Where(before.Contains))
            Assert.Contains(before, b => ReferenceEquals(b, item));
    }

    [Property(MaxTest = 200)]
    public void Equal_EqualLists_GivesTheEarlierListItself(byte[] values)
    {
        var before = Items(values);
        Assert.True(before == Reuse.Equal(before, Items(values)));
    }

    // Few different values, so that lists share some.
    private static ImmutableArray<Item> Items(byte[] values) => [.. values.Select(v => v % 16).Distinct().Select(v => new Item(v))];

    private sealed record Item(int Value);
}
