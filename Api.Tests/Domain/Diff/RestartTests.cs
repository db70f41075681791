using FsCheck.Xunit;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Json;
using Xunit;
using static NetApi.Tests.Domain.SampleHost;

namespace NetApi.Tests.Domain.Diff;

/// <summary>What is the same after a start anew, of a container, of NetApi or of the host, is told as the same.</summary>
[Properties(Arbitrary = [typeof(ChangedHostGenerators)], MaxTest = 500)]
public sealed class RestartTests
{
    [Property]
    public void A_reboot_restarts_the_containers_that_ran_and_changes_nothing_else(ChangedHost host) => AssertRestarted(Distinct(host.From));

    [Fact]
    public void A_reboot_of_a_large_host_restarts_its_containers_and_changes_nothing_else() => AssertRestarted(LargeHost.Of(200));

    [Fact]
    public void A_reboot_tells_of_the_new_names_that_the_engine_gives_to_the_hosts_ends_of_veth_pairs() => Assert.Equal(
        ["container myweb was restarted", "veth pair of myweb (eth0) is now with vethab12cd3 on docker0 (was veth8d73f3e on docker0)"],
        Summaries(WithWeb, Renamed(NextBoot.Of(WithWeb), "veth8d73f3e", "vethab12cd3")));

    [Property]
    public void A_restart_of_NetApi_changes_nothing(ChangedHost host)
    {
        // It reads everything anew, and is itself another process with another socket.
        var again = HostStateJson.Deserialize(HostStateJson.Serialize(host.From), HostStateJson.Format, host.From.ObservedAt.AddMinutes(1));
        again = again with { Sockets = [.. again.Sockets.Select(s => s with { Inode = s.Inode + 1, Pid = s.Pid + 1 })] };
        Assert.Empty(HostDiff.Compare(host.From, again));
        Assert.Empty(HostDiff.Compare(again, host.From));
    }

    [Theory]
    [InlineData(ContainerState.Running, ContainerState.Running, "container myweb was restarted")]
    [InlineData(ContainerState.Paused, ContainerState.Running, "container myweb was restarted")]
    [InlineData(ContainerState.Running, ContainerState.Paused, "container myweb was restarted, was paused")]
    [InlineData(ContainerState.Exited, ContainerState.Running, "container myweb was started")]
    [InlineData(ContainerState.Running, ContainerState.Exited, "container myweb ended with exit code 137")]
    [InlineData(ContainerState.Exited, ContainerState.Exited, "container myweb ran again and ended with exit code 137")]
    [InlineData(ContainerState.Restarting, ContainerState.Running, "container myweb was started")]
    public void Compare_ContainerStartedAnew_IsTold(ContainerState before, ContainerState after, string expected) =>
        Assert.Equal(expected, Assert.Single(HostDiff.Compare(InState(before), InState(after, ObservedAt)), c => c.Entity == ChangeEntity.Container).Summary);

    [Fact]
    public void Compare_StartUnknownInOneState_IsNoChange()
    {
        Assert.Empty(HostDiff.Compare(WithWeb, WithWeb.ChangeWeb(c => c with { StartedAt = null })));
        Assert.Empty(HostDiff.Compare(WithWeb.ChangeWeb(c => c with { StartedAt = null }), WithWeb));
    }

    [Fact]
    public void Compare_ContainerMadeAnew_IsNotCalledRestarted() => Assert.Equal(
        ["container myweb was recreated"],
        Summaries(WithWeb, WithWeb.ChangeWeb(c => c with { Id = new string('c', 64), StartedAt = ObservedAt }) with { Namespaces = [HostNamespace, WebNamespace with { ContainerIds = [new string('c', 64)] }] }));

    private static void AssertRestarted(HostState state)
    {
        var expected = state.Containers.Where(c => c is { IsLive: true, StartedAt: not null }).Select(c => $"container {c.Name} was restarted").Order(StringComparer.Ordinal).ToList();
        var next = NextBoot.Of(state);
        Assert.Equal(expected, Summaries(state, next).Order(StringComparer.Ordinal));
        Assert.Equal(expected, Summaries(next, state).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Count, HostDiff.CompareAll(state, next).Length);
    }

    // Namespaces, and what else, of one name are told apart by what is new with each boot.
    private static HostState Distinct(HostState state)
    {
        var namespaces = state.Namespaces.DistinctBy(n => (n.Kind, n.Name)).ToList();
        var known = namespaces.Select(n => n.Id).ToHashSet();
        return state.OnlyIn(known) with { Gaps = [], Namespaces = [.. namespaces] };
    }

    private static HostState Renamed(HostState state, string before, string after) =>
        state with { Links = [.. state.Links.Select(l => l.Name == before ? l with { Name = after } : l)] };

    private static HostState InState(ContainerState state, DateTimeOffset? startedAt = null) =>
        WithWeb.ChangeWeb(c => c with { State = state, StartedAt = startedAt ?? c.StartedAt, ExitCode = state == ContainerState.Exited ? 137 : null });

    private static IEnumerable<string> Summaries(HostState from, HostState to) => HostDiff.Compare(from, to).Select(c => c.Summary);
}
