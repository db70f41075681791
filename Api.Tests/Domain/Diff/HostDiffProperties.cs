using FsCheck.Xunit;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Diff;

[Properties(Arbitrary = [typeof(HostGenerators)], MaxTest = 300)]
public sealed class HostDiffProperties
{
    [Property]
    public void A_state_does_not_differ_from_itself(RandomHost host) => Assert.Empty(HostDiff.Compare(host.State, host.State));

    [Property]
    public void The_order_of_lists_is_no_difference(RandomHost host, int seed) => Assert.Empty(HostDiff.Compare(host.State, Shuffled(host.State, seed)));

    [Property]
    public void The_order_of_lists_does_not_change_a_diff(RandomHost from, RandomHost to, int seed) =>
        Assert.Equal(
            HostDiff.Compare(from.State, to.State).Select(Essence),
            HostDiff.Compare(Shuffled(from.State, seed), Shuffled(to.State, seed)).Select(Essence));

    [Property]
    public void Swapped_states_give_the_mirrored_diff(RandomHost from, RandomHost to) =>
        Assert.Equal(
            HostDiff.Compare(from.State, to.State).Select(c => (Mirror(c.Kind), c.Entity, c.Key, c.After, c.Before)),
            HostDiff.Compare(to.State, from.State).Select(c => (c.Kind, c.Entity, c.Key, c.Before, c.After)));

    [Property]
    public void Entities_and_keys_are_unique_and_in_order(RandomHost from, RandomHost to)
    {
        var changes = HostDiff.Compare(from.State, to.State);
        Assert.Equal(changes.Length, changes.DistinctBy(c => (c.Entity, c.Key)).Count());
        Assert.Equal(changes.OrderBy(c => c.Entity).ThenBy(c => c.Key, StringComparer.Ordinal), changes);
    }

    [Property]
    public void Before_and_after_say_what_kind_it_is(RandomHost from, RandomHost to) =>
        Assert.All(HostDiff.Compare(from.State, to.State), c =>
        {
            Assert.Equal(c.Kind != ChangeKind.Added, c.Before is not null);
            Assert.Equal(c.Kind != ChangeKind.Removed, c.After is not null);
            Assert.NotEqual(c.Before, c.After);
            Assert.Matches(@"^\S.*\S$", c.Summary);
            Assert.DoesNotContain("  ", c.Summary, StringComparison.Ordinal);
        });

    [Property]
    public void Whatever_comes_or_goes_between_complete_states_is_told_once(RandomHost first, RandomHost second)
    {
        var (from, to) = (Settled(first.State), WithOtherLinks(Settled(second.State)));
        var changes = HostDiff.Compare(from, to);
        foreach (var (entity, names) in new (ChangeEntity, Func<HostState, IEnumerable<string>>)[]
        {
            (ChangeEntity.Container, s => s.Containers.Select(c => c.Name)),
            (ChangeEntity.Network, s => s.Networks.Select(n => n.Name)),
            (ChangeEntity.Attachment, s => s.Containers.SelectMany(c => c.Networks.Select(n => $"{c.Name}/{n.NetworkName}"))),
            (ChangeEntity.Bridge, s => s.Links.Where(l => l.IsBridge).Select(l => $"host/{l.Name}")),
        })
        {
            Assert.Equal(names(from).Except(names(to)).Order(StringComparer.Ordinal), KeysOf(changes, entity, ChangeKind.Removed));
            Assert.Equal(names(to).Except(names(from)).Order(StringComparer.Ordinal), KeysOf(changes, entity, ChangeKind.Added));
        }
    }

    [Property]
    public void What_is_told_as_removed_is_not_in_the_later_state(RandomHost from, RandomHost to)
    {
        var removed = HostDiff.Compare(from.State, to.State).Where(c => c.Kind == ChangeKind.Removed).Select(c => c.Before).ToList();
        Assert.DoesNotContain(removed.OfType<ContainerView>(), v => to.State.Containers.Any(c => c.Name == v.Name));
        Assert.DoesNotContain(removed.OfType<LinkView>(), v => v.Namespace == "host" && to.State.Links.Any(l => l.Name == v.Name && l.Namespace.Value == "6f1c2a9b-1"));
    }

    [Property]
    public void What_could_not_be_read_is_neither_added_nor_removed(RandomHost from, RandomHost to)
    {
        var blindFrom = from.State with { Gaps = [new Gap("engine", "engine-unavailable", "")] };
        var blindTo = to.State with { Gaps = [new Gap("kernel", "kernel-unreadable", "")] };
        var changes = HostDiff.Compare(blindFrom, blindTo);
        Assert.DoesNotContain(changes, c => c.Kind == ChangeKind.Added && c.Entity <= ChangeEntity.Attachment);
        Assert.DoesNotContain(changes, c => c.Kind == ChangeKind.Removed && c.Entity is > ChangeEntity.Attachment and < ChangeEntity.Gap);
    }

    // Complete, and without renames, which have tests of their own.
    private static HostState Settled(HostState state) => state with { Gaps = [], Containers = [.. state.Containers.Where(c => !c.Name.EndsWith("-old", StringComparison.Ordinal))] };

    // Of other indexes, so that none is one of the other state under another name.
    private static HostState WithOtherLinks(HostState state) => state with
    {
        Links = [.. state.Links.Select(l => l with { Index = l.Index + 1000, MasterIndex = l.MasterIndex + 1000, Parent = l.Parent is { } parent ? parent with { Index = parent.Index + 1000 } : null })],
    };

    private static IEnumerable<string> KeysOf(IEnumerable<Change> changes, ChangeEntity entity, ChangeKind kind) =>
        changes.Where(c => c.Entity == entity && c.Kind == kind).Select(c => c.Key);

    private static (ChangeKind, ChangeEntity, string, string) Essence(Change change) => (change.Kind, change.Entity, change.Key, change.Summary);

    private static ChangeKind Mirror(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => ChangeKind.Removed,
        ChangeKind.Removed => ChangeKind.Added,
        _ => kind,
    };

    private static HostState Shuffled(HostState state, int seed)
    {
        var dice = new Random(seed);
        T[] Shuffle<T>(IEnumerable<T> items)
        {
            var copy = items.ToArray();
            dice.Shuffle(copy);
            return copy;
        }
        return state with
        {
            ObservedAt = state.ObservedAt.AddSeconds(1),
            Namespaces = [.. Shuffle(state.Namespaces)],
            Links = [.. Shuffle(state.Links.Select(l => l with { Addresses = [.. Shuffle(l.Addresses)] }))],
            Routes = [.. Shuffle(state.Routes)],
            Networks = [.. Shuffle(state.Networks.Select(n => n with { Subnets = [.. Shuffle(n.Subnets)] }))],
            Containers = [.. Shuffle(state.Containers.Select(c => c with { PublishedPorts = [.. Shuffle(c.PublishedPorts)], Networks = [.. Shuffle(c.Networks.Select(n => n with { Aliases = [.. Shuffle(n.Aliases)] }))] }))],
            Gaps = [.. Shuffle(state.Gaps)],
        };
    }
}
