using System.Net;
using FsCheck.Xunit;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Diff;

/// <summary>A diff that looks only at what can differ says the same as one that looks at everything.</summary>
[Properties(Arbitrary = [typeof(ChangedHostGenerators), typeof(HostGenerators)], MaxTest = 3000)]
public sealed class NarrowedDiffTests
{
    [Property]
    public void What_is_left_out_makes_no_change(ChangedHost host)
    {
        AssertSame(HostDiff.CompareAll(host.From, host.To), HostDiff.Compare(host.From, host.To));
        AssertSame(HostDiff.CompareAll(host.To, host.From), HostDiff.Compare(host.To, host.From, onAllCores: true));
    }

    [Property(MaxTest = 500)]
    public void So_it_is_for_hosts_that_share_little(RandomHost first, RandomHost second) =>
        AssertSame(HostDiff.CompareAll(first.State, second.State), HostDiff.Compare(first.State, second.State));

    [Property(MaxTest = 2000)]
    public void The_changes_lead_from_one_state_to_the_other(ChangedHost host)
    {
        var (before, after) = (Whole(host.From), Whole(host.To));
        var reduced = Reduced.Apply(HostDiff.Views(before, after), HostDiff.Compare(before, after));
        Reduced.AssertSame(HostDiff.Views(after, before), reduced);
    }

    [Fact]
    public void The_random_changes_rename_links_of_every_kind_often()
    {
        var renamed = Enumerable.Range(0, 2000).Select(ChangedHostGenerators.Make)
            .SelectMany(h => HostDiff.Compare(h.From, h.To)).Where(c => c.Summary.Contains(" was renamed to wan", StringComparison.Ordinal)).ToLookup(c => c.Entity);
        Assert.All([ChangeEntity.Link, ChangeEntity.Bridge, ChangeEntity.VethPair], entity => Assert.InRange(renamed[entity].Count(), 50, int.MaxValue));
    }

    [Fact]
    public void Compare_OneLinkOfAThousandContainersChanged_IsWhatAWholeComparisonTells()
    {
        var before = LargeHost.Of(1000);
        var at = before.Links.Length / 2;
        var after = before with { Links = before.Links.SetItem(at, before.Links[at] with { MtuBytes = 1400 }), Routes = [.. before.Routes] };
        Assert.Single(HostDiff.Compare(before, after));
        AssertSame(HostDiff.CompareAll(before, after), HostDiff.Compare(before, after));
    }

    [Fact]
    public void Compare_OneOfAThousandContainersStarted_IsWhatAWholeComparisonTells()
    {
        var after = LargeHost.Of(1000);
        var gone = after.Namespaces[500];
        var before = after with
        {
            Namespaces = after.Namespaces.Remove(gone),
            Links = [.. after.Links.Where(l => l.Namespace != gone.Id && l.Parent?.Namespace != gone.Id)],
            Addresses = [.. after.Addresses.Where(a => a.Namespace != gone.Id)],
            Routes = [.. after.Routes.Where(r => r.Namespace != gone.Id)],
            Containers = [.. after.Containers.Select(c => c.Id == gone.ContainerIds[0] ? c with { State = ContainerState.Exited } : c)],
        };
        AssertSame(HostDiff.CompareAll(before, after), HostDiff.Compare(before, after));
    }

    [Fact]
    public void Compare_ManyOfAThousandContainersChanged_TellsEachOfThem()
    {
        var before = LargeHost.Of(1000);
        var after = before with
        {
            Links = [.. before.Links.Select(l => l is { Name: "eth0", Kind: "veth" } && IsEven(l.Namespace) ? l with { MtuBytes = 1400 } : l)],
            Routes = [.. before.Routes.Select(r => r is { Table: 254, LinkIndex: 2 } && r.Destination.BaseAddress.ToString() == "10.1.0.0" && !IsEven(r.Namespace) ? r with { PreferredSource = IPAddress.Loopback } : r)],
            Containers = [.. before.Containers.Select((c, i) => i % 4 == 0 ? c with { Image = "other" } : c)],
        };
        var changes = HostDiff.Compare(before, after, onAllCores: true);
        Assert.Equal(
            [(ChangeEntity.Container, 250), (ChangeEntity.VethPair, 500), (ChangeEntity.Route, 500)],
            changes.GroupBy(c => c.Entity).Select(c => (c.Key, c.Count(change => change.Kind == ChangeKind.Changed))));
        AssertSame(HostDiff.CompareAll(before, after), changes);

        static bool IsEven(NetnsId id) => (id.Value[^1] - '0') % 2 == 0;
    }

    // What could not be read is not told, by design.
    private static HostState Whole(HostState state) => state with { Gaps = [] };

    private static void AssertSame(IReadOnlyList<Change> expected, IReadOnlyList<Change> actual) =>
        Assert.True(expected.SequenceEqual(actual), $"Left out: {string.Join("; ", expected.Except(actual))}\nToo much: {string.Join("; ", actual.Except(expected))}");
}
