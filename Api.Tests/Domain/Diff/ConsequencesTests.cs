using System.Net;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Diff;

public sealed class ConsequencesTests
{
    private static readonly Network App = SampleHost.BridgeNetwork with { Id = new string('d', 64), Name = "app", BridgeName = "br-app" };

    private static readonly NetworkAttachment AppAttachment = new() { NetworkId = App.Id, NetworkName = "app" };

    private static HostState WithApp => SampleHost.WithWeb with { Networks = [SampleHost.BridgeNetwork, App] };

    [Fact]
    public void A_container_that_starts_becomes_reachable_at_its_ports_and_in_its_networks() =>
        Assert.Equal(
            [
                "0.0.0.0:8000/tcp became reachable from outside and leads to port 80 of myweb",
                "myweb became reachable in network bridge",
            ],
            Told(SampleHost.Empty, SampleHost.WithWeb));

    [Fact]
    public void A_container_that_is_gone_became_unreachable() =>
        Assert.Equal(
            [
                "0.0.0.0:8000/tcp became unreachable from outside; it led to port 80 of myweb",
                "myweb became unreachable in network bridge",
            ],
            Told(SampleHost.WithWeb, SampleHost.Empty));

    [Fact]
    public void A_paused_container_answers_nobody_though_its_ports_stay_in_force()
    {
        var paused = SampleHost.WithWeb.ChangeWeb(c => c with { State = ContainerState.Paused });
        Assert.Equal(["myweb became unreachable in network bridge and at 0.0.0.0:8000/tcp"], Told(SampleHost.WithWeb, paused));
        Assert.Equal(["myweb became reachable in network bridge and at 0.0.0.0:8000/tcp"], Told(paused, SampleHost.WithWeb));
    }

    [Fact]
    public void A_port_on_a_loopback_address_is_for_the_host_alone() =>
        Assert.Equal(
            "127.0.0.1:8000/tcp became reachable from the host itself and leads to port 80 of myweb",
            Told(SampleHost.Empty, SampleHost.WithWeb.ChangeWeb(c => c with { PublishedPorts = [SampleHost.WebPort with { HostAddress = IPAddress.Loopback }] }))[0]);

    [Fact]
    public void A_port_that_leads_elsewhere_is_told_with_both_ends() =>
        Assert.Equal(
            ["0.0.0.0:8000/tcp, reachable from outside, leads to port 81 of myweb now; it led to port 80 of myweb"],
            Told(SampleHost.WithWeb, SampleHost.WithWeb.ChangeWeb(c => c with { PublishedPorts = [SampleHost.WebPort with { ContainerPort = 81 }] })));

    [Fact]
    public void A_port_of_a_container_whose_networks_are_all_internal_opens_nothing()
    {
        var cutOff = SampleHost.WithWeb with { Networks = [SampleHost.BridgeNetwork with { IsInternal = true }] };
        Assert.Equal(["myweb became reachable in network bridge"], Told(SampleHost.Empty with { Networks = cutOff.Networks }, cutOff));
    }

    [Fact]
    public void A_network_that_becomes_internal_cuts_off_what_runs_in_it()
    {
        var later = SampleHost.WithWeb with { Networks = [SampleHost.BridgeNetwork with { IsInternal = true }] };
        Assert.Equal(["myweb can no longer be reached from outside by network bridge"], Told(SampleHost.WithWeb, later));
        Assert.Empty(Told(SampleHost.Empty, SampleHost.Empty with { Networks = later.Networks }));
    }

    [Fact]
    public void A_network_that_opens_lets_nobody_in_who_publishes_nothing()
    {
        var quiet = SampleHost.Web with { Id = new string('e', 64), Name = "db", PublishedPorts = [] };
        var open = SampleHost.WithWeb with { Containers = [SampleHost.Web, quiet] };
        var closed = open with { Networks = [SampleHost.BridgeNetwork with { IsInternal = true }] };
        Assert.Equal(["myweb can now be reached from outside by network bridge"], Told(closed, open));
        Assert.Empty(Told(closed with { Containers = [quiet] }, open with { Containers = [quiet] }));
    }

    [Fact]
    public void A_network_that_turns_internal_cuts_off_nobody_who_is_in_another()
    {
        var both = WithApp.ChangeWeb(c => c with { Networks = [.. c.Networks, AppAttachment] });
        Assert.Empty(Told(both, both with { Networks = [SampleHost.BridgeNetwork, App with { IsInternal = true }] }));
    }

    [Fact]
    public void A_running_container_that_joins_a_network_is_reachable_there()
    {
        var joined = WithApp.ChangeWeb(c => c with { Networks = [.. c.Networks, AppAttachment] });
        Assert.Equal(["myweb became reachable in network app"], Told(WithApp, joined));
        Assert.Equal(["myweb became unreachable in network app"], Told(joined, WithApp));
    }

    [Fact]
    public void A_container_that_leaves_its_last_network_to_the_outside_loses_its_ports()
    {
        var networks = WithApp with { Networks = [SampleHost.BridgeNetwork, App with { IsInternal = true }] };
        var both = networks.ChangeWeb(c => c with { Networks = [.. c.Networks, AppAttachment] });
        var inside = networks.ChangeWeb(c => c with { Networks = [AppAttachment] });
        Assert.Equal(["myweb became unreachable in network bridge and at 0.0.0.0:8000/tcp"], Told(both, inside));
    }

    [Fact]
    public void Without_icc_a_network_makes_nobody_reachable()
    {
        var apart = WithApp with { Networks = [SampleHost.BridgeNetwork, App with { Icc = false }] };
        var joined = apart.ChangeWeb(c => c with { Networks = [.. c.Networks, AppAttachment] });
        Assert.Empty(Told(apart, joined));
        Assert.Contains(Groups(apart, joined), g => g == (ChangeEntity.Attachment, ChangeGroup.Networks));
    }

    [Fact]
    public void A_container_that_does_not_run_reaches_nobody_whatever_it_joins()
    {
        var stopped = WithApp.ChangeWeb(c => c with { State = ContainerState.Exited });
        Assert.Empty(Told(stopped, stopped.ChangeWeb(c => c with { Networks = [.. c.Networks, AppAttachment] })));
    }

    [Fact]
    public void Each_change_has_a_group()
    {
        var later = (SampleHost.WithWeb.Change("eth0", l => l with { MtuBytes = 1400 }) with { Gaps = [new Gap("processes", "unreadable", "")], Networks = [SampleHost.BridgeNetwork with { IsAttachable = true }] })
            .ChangeWeb(c => c with { Image = "nginx:2" });
        Assert.Equal(
            [(ChangeEntity.Container, ChangeGroup.Containers), (ChangeEntity.Network, ChangeGroup.Networks), (ChangeEntity.Link, ChangeGroup.Kernel), (ChangeEntity.Gap, ChangeGroup.Gaps)],
            Groups(SampleHost.WithWeb, later));
    }

    [Fact]
    public void A_renamed_container_is_found_in_both_states()
    {
        var later = SampleHost.WithWeb.ChangeWeb(c => c with { Name = "shop", Networks = [.. c.Networks, AppAttachment] }) with { Networks = [SampleHost.BridgeNetwork, App], ObservedAt = SampleHost.ObservedAt.AddSeconds(1) };
        Assert.Equal(["shop became reachable in network app"], Told(WithApp, later));
    }

    [FsCheck.Xunit.Property(Arbitrary = [typeof(HostGenerators)], MaxTest = 200)]
    public void Sentences_are_those_of_the_first_group_alone(RandomHost from, RandomHost to)
    {
        var consequences = new Consequences(from.State, to.State);
        Assert.All(HostDiff.Compare(from.State, to.State).Select(consequences.Of), c => Assert.Equal(c.Group == ChangeGroup.Reachability, c.Sentence is { Length: > 0 }));
    }

    private static List<string> Told(HostState from, HostState to)
    {
        var consequences = new Consequences(from, to);
        return [.. HostDiff.Compare(from, to).Select(consequences.Of).Where(c => c.Group == ChangeGroup.Reachability).Select(c => c.Sentence!)];
    }

    private static IEnumerable<(ChangeEntity, ChangeGroup)> Groups(HostState from, HostState to)
    {
        var consequences = new Consequences(from, to);
        return HostDiff.Compare(from, to).Select(c => (c.Entity, consequences.Of(c).Group));
    }
}
