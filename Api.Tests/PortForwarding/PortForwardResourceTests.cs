using System.Net;
using NetApi.Domain.Firewall;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.PortForwarding;
using NetApi.Tests.Domain;
using NetApi.Topology;
using Xunit;

namespace NetApi.Tests.PortForwarding;

public sealed class PortForwardResourceTests
{
    private static readonly Rule Dnat = new() { Table = "nat", Chain = "DOCKER", Number = 2, Text = "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8000 -j DNAT --to-destination 172.17.0.7:80" };
    private static readonly ProxyProcess Proxy = new(5120, TransportProtocol.Tcp, IPAddress.IPv6Any, 8000, IPAddress.Parse("172.17.0.7"), 80);
    private static readonly RuleResource ShownRule = new("nat", "DOCKER", 2, Dnat.Text);
    private static readonly ProxyResource ShownProxy = new(5120, "[::]:8000", "172.17.0.7:80");

    [Fact]
    public void Forward_CarriedByBoth_ShowsRuleAndProcess()
    {
        var forward = new PortForward(SampleHost.WebPort, SampleHost.WebContainerId, "myweb", new DnatRule(Dnat, IPAddress.Parse("172.17.0.7"), 80), Proxy, CarriedBy.Both, "Both.");
        Assert.Equal(
            new PortForwardResource(IPAddress.Any, 8000, 80, TransportProtocol.Tcp, new ContainerRef(SampleHost.WebContainerId, "myweb"), CarriedBy.Both, ShownRule, ShownProxy, "Both."),
            PortForwardResource.Of(forward));
    }

    [Fact]
    public void Forward_CarriedByNothing_ShowsNeither()
    {
        var shown = PortForwardResource.Of(new PortForward(SampleHost.WebPort, "a", "myweb", null, null, CarriedBy.None, "Neither."));
        Assert.Null(shown.DnatRule);
        Assert.Null(shown.DockerProxy);
        Assert.Equal(CarriedBy.None, shown.CarriedBy);
    }

    [Fact]
    public void Path_KeepsTheOrderOfHopsAndWhatTheyRestOn()
    {
        var nic = new PathHop(HopKind.Nic, "eth0", "It faces outside.") { LinkIndex = 2, Namespace = SampleHost.HostId, Addresses = SampleHost.Eth0.Addresses };
        var rule = new PathHop(HopKind.Dnat, "DOCKER", "The destination changes.") { Rule = Dnat };
        var proxy = new PathHop(HopKind.Proxy, "docker-proxy", "It copies.") { Proxy = Proxy };
        var missing = new PathHop(HopKind.Bridge, null, "No bridge.") { Missing = "No bridge." };
        var path = new ContainerPath(
            SampleHost.WebContainerId, "myweb", "A note.",
            [new PublishedPath(SampleHost.WebPort, CarriedBy.Both, [nic, rule, proxy, missing], [nic])],
            [new OutboundPath("bridge", IPAddress.Parse("172.17.0.7"), [missing, nic])]);

        var shown = ContainerPathResource.Of(path, []);
        Assert.Equal((new ContainerRef(SampleHost.WebContainerId, "myweb"), "A note.", true), (shown.Container, shown.Note, shown.Complete));
        var published = Assert.Single(shown.Published);
        Assert.Equal((IPAddress.Any, 8000, 80, TransportProtocol.Tcp, CarriedBy.Both), (published.HostIp, published.HostPort, published.ContainerPort, published.Protocol, published.CarriedBy));
        Assert.Equal([HopKind.Nic, HopKind.Dnat, HopKind.Proxy, HopKind.Bridge], published.In.Select(h => h.Kind));
        Assert.Equal((2, SampleHost.HostId), (published.In[0].Index!.Value, published.In[0].Namespace!.Value));
        Assert.Equal(SampleHost.Eth0.Addresses, published.In[0].Addresses);
        Assert.Equal(ShownRule, published.In[1].Rule);
        Assert.Equal(ShownProxy, published.In[2].DockerProxy);
        Assert.Equal("No bridge.", published.In[3].Missing);
        Assert.Equal(["eth0"], published.Reply.Select(h => h.Name));
        var outbound = Assert.Single(shown.Outbound);
        Assert.Equal(("bridge", IPAddress.Parse("172.17.0.7")), (outbound.Network, outbound.Source));
        Assert.Equal([HopKind.Bridge, HopKind.Nic], outbound.Hops.Select(h => h.Kind));
    }

    [Fact]
    public void Path_RuleThatDrops_IsShownWithItsReason()
    {
        var drop = new Rule { Table = "filter", Chain = "DOCKER-USER", Number = 1, Text = "-A DOCKER-USER -i eth0 -j DROP" };
        var hop = new PathHop(HopKind.Forward, "DOCKER-USER", "It drops.") { Rule = drop, Missing = "It drops." };

        var shown = HopResource.Of(hop);

        Assert.Equal((HopKind.Forward, "DOCKER-USER", "It drops.", "It drops."), (shown.Kind, shown.Name, shown.Detail, shown.Missing));
        Assert.Equal(new RuleResource("filter", "DOCKER-USER", 1, drop.Text), shown.Rule);
    }

    [Fact]
    public void Path_WithGaps_IsNotComplete()
    {
        var gap = new Gap("firewall", "capability-missing", "CAP_NET_ADMIN is missing.");
        var shown = ContainerPathResource.Of(new ContainerPath("a", "b", null, [], []), [gap]);
        Assert.False(shown.Complete);
        Assert.Equal([gap], shown.Gaps);
    }

    [Fact]
    public async Task A_published_port_is_listed_and_its_path_ends_in_the_container()
    {
        await using var api = InProcessNetApi.Over(SampleHost.WithWeb);
        using var client = api.Admin();
        var forward = Assert.Single((await client.GetJsonAsync("/api/v1/port-forwards")).Items());
        Assert.Equal((8000, "tcp", "myweb"), (forward.GetProperty("hostPort").GetInt32(), forward.Text("protocol"), forward.GetProperty("container").Text("name")));
        Assert.NotEmpty(forward.Text("detail"));
        var path = await client.GetJsonAsync("/api/v1/containers/myweb/path");
        Assert.Equal(8000, Assert.Single(path.GetProperty("published").EnumerateArray()).GetProperty("hostPort").GetInt32());
        Assert.Equal("172.17.0.7", Assert.Single(path.GetProperty("outbound").EnumerateArray()).Text("source"));
    }
}
