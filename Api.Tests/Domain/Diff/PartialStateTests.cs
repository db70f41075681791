using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using Xunit;
using static NetApi.Tests.Domain.SampleHost;

namespace NetApi.Tests.Domain.Diff;

/// <summary>"Could not look" never becomes "was removed".</summary>
public sealed class PartialStateTests
{
    [Fact]
    public void Compare_EngineGoesAway_TellsOnlyTheGap()
    {
        var change = Assert.Single(HostDiff.Compare(WithWeb, WithWeb.WithoutEngine()));
        Assert.Equal((ChangeKind.Added, ChangeEntity.Gap, "engine/engine-unavailable"), (change.Kind, change.Entity, change.Key));
        Assert.Equal("the engine can no longer be read (engine-unavailable), so the comparison is partial: what is missing there is not told as removed", change.Summary);
    }

    [Fact]
    public void Compare_EngineComesBack_TellsOnlyTheGap()
    {
        var change = Assert.Single(HostDiff.Compare(WithWeb.WithoutEngine(), WithWeb));
        Assert.Equal(ChangeKind.Removed, change.Kind);
        Assert.Equal("the engine can be read again (engine-unavailable before), so the comparison is partial: what is new there is not told as added", change.Summary);
    }

    [Fact]
    public void Compare_ContainerEndsWhileTheEngineIsAway_TellsWhatTheKernelShows()
    {
        var to = (Empty with { Links = [Eth0, Docker0] }).WithoutEngine();
        Assert.Equal(
            ["veth pair of myweb (eth0) with veth8d73f3e on docker0 is gone"],
            HostDiff.Compare(WithWeb, to).Where(c => c.Entity != ChangeEntity.Gap).Select(c => c.Summary));
    }

    [Fact]
    public void Compare_KernelUnread_TellsNothingOfItAsGone()
    {
        var to = WithWeb with { Namespaces = [], Links = [], Routes = [], Gaps = [new Gap("kernel", "kernel-unreadable", "EPERM")] };
        Assert.Equal([ChangeEntity.Gap], HostDiff.Compare(WithWeb, to).Select(c => c.Entity));
    }

    [Theory]
    [InlineData("4026532281")]
    [InlineData("/run/docker/netns/3f2a1b0c9d8e")]
    public void Compare_NamespaceUnread_TellsNothingOfItAsGone(string which)
    {
        var to = WithWeb with
        {
            Namespaces = [HostNamespace],
            Links = [Eth0, Docker0, WebHostEnd with { Parent = new LinkReference(12, null) }],
            Gaps = [new Gap($"namespace:{which}", "namespace-unreadable", "setns: EPERM")],
        };
        Assert.Equal([$"namespace {which} can no longer be read (namespace-unreadable), so the comparison is partial: what is missing there is not told as removed"], HostDiff.Compare(WithWeb, to).Select(c => c.Summary));
    }

    [Theory]
    [InlineData("6f1c2a9b-4097")]
    [InlineData("4026532281")]
    [InlineData("/run/docker/netns/3f2a1b0c9d8e")]
    public void Compare_NamespaceReadInPart_TellsNothingOfItAsGoneAndHidesNoOther(string which)
    {
        var to = WithWeb with { Links = [Docker0, WebHostEnd], Gaps = [new Gap($"namespace:{which}", "dump-interrupted", "NLM_F_DUMP_INTR")] };
        Assert.Equal(["host/eth0", "host/eth0/192.0.2.10/24"], HostDiff.Compare(WithWeb, to).Where(c => c.Kind == ChangeKind.Removed).Select(c => c.Key));
    }

    // Of an imported state all these numbers are somebody else's choice. What is made is counted, as time would tell of the machine.
    [Theory]
    [InlineData("namespace")]
    [InlineData("container")]
    public void Compare_ManyGaps_LooksForNoneInAListOfAsMany(string scope)
    {
        const int Many = 3_000;
        var state = Empty with
        {
            Namespaces = [HostNamespace, .. Enumerable.Range(2, Many).Select(i => new NetworkNamespace { Id = new NetnsId($"6f1c2a9b-{i}"), Inode = 4026600000ul + (ulong)i, Kind = NetnsKind.Named, Name = $"n{i}" })],
            Containers = [.. Enumerable.Range(0, Many).Select(i => Web with { Id = $"{i:d64}", Name = $"c{i}", State = ContainerState.Exited })],
        };
        var to = state with { Gaps = [.. Enumerable.Range(0, Many).Select(i => new Gap($"{scope}:unknown-{i}", "unreadable", ""))] };
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Many, HostDiff.Compare(state, to).Length);
        var made = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(made < 10_000L * Many, $"{made / Many} bytes were made for each gap.");
    }

    [Fact]
    public void Compare_DumpInterrupted_TellsNothingOfThatNamespaceAsGone()
    {
        var to = WithWeb with { Links = [Docker0, WebLoopback], Gaps = [new Gap($"namespace:{HostId}", "dump-interrupted", "NLM_F_DUMP_INTR")] };
        Assert.Equal(
            [(ChangeKind.Removed, "container:myweb/eth0"), (ChangeKind.Removed, "container:myweb/eth0/172.17.0.7/16"), (ChangeKind.Added, $"namespace:{HostId}/dump-interrupted")],
            HostDiff.Compare(WithWeb, to).Select(c => (c.Kind, c.Key)));
    }

    [Fact]
    public void Compare_OneContainerUnread_IsNotToldAsRemoved()
    {
        var to = WithWeb with { Containers = [], Gaps = [new Gap($"container:{WebContainerId}", "engine-refused", "500")] };
        Assert.DoesNotContain(HostDiff.Compare(WithWeb, to), c => c.Kind == ChangeKind.Removed);
    }

    [Fact]
    public void Compare_NamespaceOfARunningContainerNotFound_TellsNothingOfItAsGone()
    {
        var gap = new Gap($"container:{WebContainerId}", "namespace-not-found", "");
        var to = WithWeb with { Namespaces = [HostNamespace], Links = [Eth0, Docker0, WebHostEnd with { Parent = new LinkReference(12, null) }], Gaps = [gap] };
        Assert.Equal([ChangeEntity.Gap], HostDiff.Compare(WithWeb, to).Select(c => c.Entity));
        Assert.Equal([ChangeEntity.Gap], HostDiff.Compare(to, WithWeb).Select(c => c.Entity));
    }

    [Fact]
    public void Compare_NamespaceOfANewContainerNotFound_HidesNoOtherContainersEnd()
    {
        var fresh = Web with { Id = new string('9', 64), Name = "fresh", PublishedPorts = [] };
        var to = Empty with { Containers = [fresh], Gaps = [new Gap($"container:{fresh.Id}", "namespace-not-found", "")] };
        var gone = HostDiff.Compare(WithWeb, to).Where(c => c.Kind == ChangeKind.Removed).Select(c => c.Entity);
        Assert.Superset(new HashSet<ChangeEntity> { ChangeEntity.Container, ChangeEntity.PublishedPort, ChangeEntity.VethPair, ChangeEntity.Namespace }, gone.ToHashSet());
    }

    [Fact]
    public void Compare_SomeContainerUnread_OthersMayBeIt()
    {
        var to = Empty with { Gaps = [new Gap($"container:{new string('9', 64)}", "engine-refused", "500")] };
        Assert.DoesNotContain(HostDiff.Compare(WithWeb, to), c => c.Kind == ChangeKind.Removed && c.Entity is ChangeEntity.Container or ChangeEntity.PublishedPort);
    }

    [Fact]
    public void Compare_ProcessesUnread_OnlyNamespacesOfProcessesAreUnsure()
    {
        var process = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-88"), Inode = 88, Kind = NetnsKind.Process, Name = "chromium" };
        var from = WithWeb with { Namespaces = [.. WithWeb.Namespaces, process] };
        var to = Empty with { Gaps = [new Gap("processes", "process-namespaces-unreadable", "EACCES")] };
        var gone = HostDiff.Compare(from, to).Where(c => c is { Kind: ChangeKind.Removed, Entity: ChangeEntity.Namespace }).Select(c => c.Key);
        Assert.Equal(["container:myweb"], gone);
    }

    [Fact]
    public void Compare_ProcessesUnreadInBoth_HidesNoOther()
    {
        var process = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-88"), Inode = 88, Kind = NetnsKind.Process, Name = "chromium" };
        var before = WithWeb with { Gaps = [new Gap("processes", "process-namespaces-unreadable", "EACCES")] };
        var change = Assert.Single(HostDiff.Compare(before, before with { Namespaces = [.. before.Namespaces, process] }));
        Assert.Equal((ChangeKind.Added, "process:chromium"), (change.Kind, change.Key));
    }

    [Fact]
    public void Compare_SameGapInBoth_IsNoChangeAndHidesNoOther()
    {
        var gap = new Gap("namespace:4026539999", "namespace-unreadable", "setns: EPERM");
        var changes = HostDiff.Compare(WithWeb with { Gaps = [gap] }, Empty with { Gaps = [gap with { Detail = "another word" }] });
        Assert.DoesNotContain(changes, c => c.Entity == ChangeEntity.Gap);
        Assert.Contains(changes, c => c is { Kind: ChangeKind.Removed, Key: "container:myweb" });
    }

    [Fact]
    public void Compare_PeerUnread_IsNoChangeOfThePair()
    {
        var to = WithWeb with { Links = [Eth0, Docker0, WebHostEnd with { Parent = new LinkReference(12, null) }, WebLoopback], Gaps = [new Gap($"namespace:{WebId}", "dump-interrupted", "")] };
        Assert.DoesNotContain(HostDiff.Compare(WithWeb, to), c => c.Entity == ChangeEntity.VethPair);
        var moved = HostDiff.Compare(WithWeb, to.Change("veth8d73f3e", l => l with { MasterIndex = null }));
        Assert.Contains(moved, c => c is { Key: "container:myweb/eth0", Summary: "veth8d73f3e is no longer a port of docker0" });
    }

    [Fact]
    public void Compare_PeerFoundThatNoGapHid_IsTold()
    {
        var before = WithWeb with { Links = [Eth0, Docker0, WebHostEnd with { Parent = new LinkReference(12, null) }] };
        var found = Assert.Single(HostDiff.Compare(before, WithWeb), c => c.Entity == ChangeEntity.VethPair);
        Assert.Equal((ChangeKind.Changed, "container:myweb/eth0", "veth pair of myweb (eth0) with veth8d73f3e on docker0 is now seen with both ends"), (found.Kind, found.Key, found.Summary));
        var lost = Assert.Single(HostDiff.Compare(WithWeb, before), c => c.Entity == ChangeEntity.VethPair);
        Assert.Equal("of veth pair of myweb (eth0) with veth8d73f3e on docker0 only one end is seen now", lost.Summary);
    }
}
