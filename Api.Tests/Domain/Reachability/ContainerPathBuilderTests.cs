using NetApi.Domain.Firewall;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain.Firewall;
using Xunit;

namespace NetApi.Tests.Domain.Reachability;

public sealed class ContainerPathBuilderTests
{
    [Fact]
    public void Build_PublishedOnAllAddresses_GoesThroughDnatBridgeAndVeth()
    {
        var path = Build(Lab.Web).Published[0];

        Assert.Equal(
            ["Nic eth0", "Dnat DOCKER", "Forward DOCKER", "Bridge docker0", "VethHostEnd veth65e6be9", "VethContainerEnd eth0", "Namespace web"],
            Story(path.In));
        Assert.Equal((3, 2, 7, 6), (path.In[0].LinkIndex, path.In[3].LinkIndex, path.In[4].LinkIndex, path.In[5].LinkIndex));
        Assert.Equal("172.17.0.2/16", Assert.Single(path.In[5].Addresses).ToString());
        Assert.Equal("The destination port 8000 of any address of the host becomes 172.17.0.2:80.", path.In[1].Detail);
        Assert.Equal("-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT", path.In[2].Rule!.Text);
    }

    [Fact]
    public void Build_ReplyOfDnat_IsUndoneByConntrackAndNotByMasquerade() => Assert.Equal(
        ["Namespace web", "Gateway 172.17.0.1", "VethContainerEnd eth0", "VethHostEnd veth65e6be9", "Bridge docker0", "Conntrack ", "Nic eth0"],
        Story(Build(Lab.Web).Published[0].Reply));

    [Fact]
    public void Build_Ipv6CarriedByProxy_PassesNeitherForwardNorNat()
    {
        var path = Build(Lab.Web, Lab.State with { Routes = [.. Lab.State.Routes, DefaultRouteV6] }).Published[1];

        Assert.Equal(
            ["Nic eth0", "Proxy docker-proxy 6208", "Bridge docker0", "VethHostEnd veth65e6be9", "VethContainerEnd eth0", "Namespace web"],
            Story(path.In));
        Assert.Equal(
            ["Namespace web", "VethContainerEnd eth0", "VethHostEnd veth65e6be9", "Bridge docker0", "Proxy docker-proxy 6208", "Nic eth0"],
            Story(path.Reply));
        Assert.Equal(6208, path.In[1].Proxy!.Pid);
    }

    [Fact]
    public void Build_NoIpv6DefaultRoute_NicIsMissingAndSaysWhy() =>
        Assert.Contains("no IPv6 default route", Build(Lab.Web).Published[1].In[0].Missing, StringComparison.Ordinal);

    [Fact]
    public void Build_DefaultRouteOverSeveralLinks_NicIsMissingAndSaysWhy()
    {
        var state = Lab.State with { Routes = [Lab.State.Routes[0] with { Gateway = null, LinkIndex = null, HasSeveralNextHops = true }] };

        var path = Build(Lab.Web, state);

        Assert.Contains("several next hops over different links", path.Published[0].In[0].Missing, StringComparison.Ordinal);
        Assert.Contains("not known without the links", path.Published[0].In[2].Missing, StringComparison.Ordinal);
        Assert.Null(Build(Lab.Web, Lab.State with { Routes = [Lab.State.Routes[0] with { Gateway = null, HasSeveralNextHops = true }] }).Published[0].In[0].Missing);
    }

    [Fact]
    public void Build_ConnectionOfTheContainer_LeavesThroughMasquerade()
    {
        var path = Assert.Single(Build(Lab.Web).Outbound);

        Assert.Equal(
            ["Namespace web", "Gateway 172.17.0.1", "VethContainerEnd eth0", "VethHostEnd veth65e6be9", "Bridge docker0", "Forward FORWARD", "Masquerade POSTROUTING", "Nic eth0"],
            Story(path.Hops));
        Assert.Equal("-A FORWARD -i docker0 ! -o docker0 -j ACCEPT", path.Hops[5].Rule!.Text);
        Assert.Equal("-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE", path.Hops[6].Rule!.Text);
    }

    [Fact]
    public void Build_SeveralNetworks_TakesTheBridgeOfTheRulesDestinationAndNamesBothGateways()
    {
        var path = Build(Lab.Multi);

        Assert.Equal(["Bridge br-app", "VethHostEnd vethf734576", "VethContainerEnd eth0", "Namespace multi"], Story(path.Published[0].In).Skip(3));
        Assert.Equal(["172.30.0.1", "172.17.0.1"], path.Published[0].Reply.Where(h => h.Kind == HopKind.Gateway).Select(h => h.Name));
        Assert.Equal(["app", "bridge"], path.Outbound.Select(o => o.Network));
        Assert.Contains("one network only: this or bridge", path.Outbound[0].Hops[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_InternalNetwork_HasNoWayOut()
    {
        var last = Assert.Single(Build(Lab.Inside).Outbound).Hops[^1];

        Assert.Equal(HopKind.Masquerade, last.Kind);
        Assert.Contains("internal", last.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Stopped_ShowsEachHopAsMissing()
    {
        var path = Build(Lab.Gone);

        Assert.NotNull(path.Note);
        Assert.Empty(path.Outbound);
        var published = Assert.Single(path.Published);
        Assert.Equal(["Nic eth0", "Dnat ", "Bridge docker0", "VethHostEnd ", "VethContainerEnd ", "Namespace "], Story(published.In));
        Assert.All(published.In.Where(h => h.Name is null), h => Assert.Equal("gone does not run.", h.Missing));
        Assert.Empty(published.Reply);
    }

    [Fact]
    public void Build_LoopbackPublish_IsTheProxysAndOnlyTheHostsOwn()
    {
        var web = Lab.Web with { PublishedPorts = [Lab.Port("127.0.0.1", 9000, 80)] };
        var firewall = Rules.Of(Rules.Nat("-A DOCKER -d 127.0.0.1/32 ! -i docker0 -p tcp -m tcp --dport 9000 -j DNAT --to-destination 172.17.0.2:80"));
        var proxies = new ProxyObservation([Lab.Proxy(7, "127.0.0.1", 9000, "172.17.0.2", 80)], []);

        var path = new ContainerPathBuilder(Lab.With(web), firewall, proxies).Build(web).Published[0];

        Assert.Equal(CarriedBy.Both, path.CarriedBy);
        Assert.Equal(["Nic lo", "Proxy docker-proxy 7", "Bridge docker0"], Story(path.In).Take(3));
        Assert.Contains("only the host itself", path.In[0].Detail, StringComparison.Ordinal);
        Assert.Contains("keeps 127.0.0.0/8 away from it", path.In[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_LoopbackPublishWithoutProxy_IsRewrittenInOutputAndDoesNotPassForward()
    {
        var web = Lab.Web with { PublishedPorts = [Lab.Port("127.0.0.2", 9000, 80)] };
        var firewall = Rules.Of(Rules.Nat("-A OUTPUT -j DOCKER", "-A DOCKER -d 127.0.0.2/32 ! -i docker0 -p tcp -m tcp --dport 9000 -j DNAT --to-destination 172.17.0.2:80"));

        var path = new ContainerPathBuilder(Lab.With(web), firewall, Lab.NoProxies).Build(web).Published[0];

        Assert.Equal(["Nic lo", "Dnat DOCKER", "Bridge docker0"], Story(path.In).Take(3));
    }

    [Fact]
    public void Build_HostAddressThatNoLinkHas_NicIsMissing()
    {
        var web = Lab.Web with { PublishedPorts = [Lab.Port("192.0.2.99", 8000, 80)] };

        Assert.Equal("No link of the host has the address 192.0.2.99.", Build(web, Lab.With(web)).Published[0].In[0].Missing);
    }

    [Fact]
    public void Build_NothingCarriesThePort_SaysSoInPlaceOfTheRule()
    {
        var path = new ContainerPathBuilder(Lab.State, Rules.Of(Rules.Nat()), Lab.NoProxies).Build(Lab.Web).Published[0];

        Assert.Equal(CarriedBy.None, path.CarriedBy);
        Assert.Equal("Neither a DNAT rule nor a docker-proxy carries it.", path.In[1].Missing);
        Assert.Equal("Bridge docker0", Story(path.In)[2]);
        Assert.Empty(path.Reply);
    }

    [Fact]
    public void Build_FirewallUnread_NeverSaysThatARuleIsNotThere()
    {
        var path = new ContainerPathBuilder(Lab.State, FirewallObservation.Unread(), Lab.NoProxies).Build(Lab.Web);

        Assert.Equal(CarriedBy.Unknown, path.Published[0].CarriedBy);
        Assert.All(path.Outbound[0].Hops.Where(h => h.Kind is HopKind.Forward or HopKind.Masquerade),
            h => Assert.Contains("could not be read whole", h.Missing, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ACCEPT", null)]
    [InlineData("DROP", "No rule that FORWARD leads to accepts it, and the chain's policy is DROP.")]
    public void Build_NoForwardRule_IsDecidedByThePolicy(string policy, string? missing)
    {
        var nat = Rules.Nat("-A DOCKER -p tcp -m tcp --dport 8000 -j DNAT --to-destination 172.17.0.2:80");
        var firewall = Rules.Of($"{nat}*filter\n:FORWARD {policy} [0:0]\nCOMMIT\n");

        var hop = new ContainerPathBuilder(Lab.State, firewall, Lab.NoProxies).Build(Lab.Web).Published[0].In[2];

        Assert.Equal((HopKind.Forward, missing), (hop.Kind, hop.Missing));
    }

    [Theory]
    [InlineData("-A DOCKER-USER -i eth0 -p tcp -j DROP", "Rule 1 of chain DOCKER-USER drops what goes from eth0 to docker0.")]
    [InlineData("-A DOCKER-USER -i eth0 -j REJECT", "Rule 1 of chain DOCKER-USER rejects what goes from eth0 to docker0.")]
    [InlineData("-A DOCKER-USER ! -s 192.0.2.0/24 -i eth0 -j DROP", "Rule 1 of chain DOCKER-USER may drop what goes from eth0 to docker0: "
        + "what is known of the packet does not tell whether it gets there and is taken. Otherwise: Rule 1 of chain DOCKER accepts it.")]
    public void Build_DockerUserStopsIt_NamesThatRule(string rule, string missing)
    {
        var hop = Build(Lab.Web, Hardened(rule)).Published[0].In[2];

        Assert.Equal((HopKind.Forward, "DOCKER-USER", missing), (hop.Kind, hop.Name, hop.Missing));
        Assert.Equal((rule, missing), (hop.Rule?.Text, hop.Detail));
    }

    [Fact]
    public void Build_DockerUserStopsAnotherLink_KeepsTheRuleOfThePort()
    {
        var hop = Build(Lab.Web, Hardened("-A DOCKER-USER -i eth1 -j DROP")).Published[0].In[2];

        Assert.Equal(("DOCKER", "This rule accepts what goes from eth0 to docker0.", null), (hop.Name, hop.Detail, hop.Missing));
    }

    [Fact]
    public void Build_ForwardTableNotReadWhole_SaysSoOfTheAcceptToo()
    {
        var hop = Build(Lab.Web, Rules.Of(Captured.Text("iptables", "docker-20.10-v4.txt").Replace(":INPUT ACCEPT", "noise\n:INPUT ACCEPT", StringComparison.Ordinal))).Published[0].In[2];

        Assert.EndsWith("what is not shown may still drop it.", hop.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-A POSTROUTING -s 172.17.0.2/32 -j ACCEPT", "POSTROUTING", "Rule 1 of chain POSTROUTING takes it before any MASQUERADE or SNAT rule: what 172.17.0.2 sends out by eth0 leaves with that source")]
    [InlineData("-A POSTROUTING -m mark --mark 0x1 -j RETURN", "POSTROUTING", "Rule 3 of chain POSTROUTING may act on a connection")]
    [InlineData("-A POSTROUTING -s 172.17.0.0/16 -j RETURN", null, "No MASQUERADE or SNAT rule takes it")]
    public void Build_RuleBeforeTheMasquerade_IsTold(string rule, string? name, string missing)
    {
        var text = Captured.Text("iptables", "docker-20.10-v4.txt").Replace("-A POSTROUTING -s 172.30.0.0/24", rule + "\n-A POSTROUTING -s 172.30.0.0/24", StringComparison.Ordinal);

        var hop = Build(Lab.Web, Rules.Of(text)).Outbound[0].Hops[6];

        Assert.Equal((HopKind.Masquerade, name), (hop.Kind, hop.Name));
        Assert.StartsWith(missing, hop.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ExceptionBeforeTheMasquerade_IsSaidBesideIt()
    {
        var text = Captured.Text("iptables", "docker-20.10-v4.txt").Replace("-A POSTROUTING -s 172.30.0.0/24", "-A POSTROUTING -d 10.0.0.0/8 -j ACCEPT\n-A POSTROUTING -s 172.30.0.0/24", StringComparison.Ordinal);

        var hop = Build(Lab.Web, Rules.Of(text)).Outbound[0].Hops[6];

        Assert.Equal(("MASQUERADE", null), (hop.Rule?.Target, hop.Missing));
        Assert.EndsWith("becomes the address of eth0. Rule 1 of chain POSTROUTING stands before it and may take some of them first.", hop.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_RuleThatMayTakeItBeforeTheDnat_IsSaidBesideIt()
    {
        var text = Captured.Text("iptables", "docker-20.10-v4.txt").Replace("-A PREROUTING", "-A PREROUTING -s 10.0.0.0/8 -p tcp -j REDIRECT --to-ports 1\n-A PREROUTING", StringComparison.Ordinal);

        var path = Build(Lab.Web, Rules.Of(text)).Published[0];

        Assert.EndsWith("becomes 172.17.0.2:80. Rule 1 of chain PREROUTING stands before it and may take the packet first.", path.In[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_NamespaceUnread_KeepsTheBridgeAndMissesTheRest()
    {
        var state = Lab.State with { Namespaces = [Lab.State.HostNamespace!], Links = [.. Lab.State.LinksOf(Lab.State.HostNamespace!.Id)] };

        var path = Build(Lab.Web, state).Published[0].In;

        Assert.Equal("Bridge docker0", Story(path)[3]);
        Assert.All(path.TakeLast(3), h => Assert.Equal("The network namespace of web could not be read.", h.Missing));
    }

    [Fact]
    public void Build_HostNetwork_HasNoWayIn()
    {
        var container = Lab.Make("hosty", "host", []);

        var path = Build(container, Lab.With(container));

        Assert.Contains("host's network namespace", path.Note, StringComparison.Ordinal);
        Assert.Empty(path.Published);
        Assert.Equal(["Namespace host", "Nic eth0"], Story(Assert.Single(path.Outbound).Hops));
    }

    [Fact]
    public void Build_NoNetwork_HasNoWayAtAll()
    {
        var container = Lab.Make("alone", "none", []);

        var path = Build(container, Lab.With(container));

        Assert.NotNull(path.Note);
        Assert.Empty(path.Published);
        Assert.Empty(path.Outbound);
    }

    [Fact]
    public void Build_SharedNamespace_ShowsTheOwnersWay()
    {
        var container = Lab.Make("share", "container:web-id", []);

        var path = Build(container, Lab.With(container));

        Assert.Equal(("share-id", "share"), (path.ContainerId, path.ContainerName));
        Assert.Contains("of web, which publishes the ports", path.Note, StringComparison.Ordinal);
        Assert.Equal(Build(Lab.Web).Published.Select(p => string.Join(' ', Story(p.In))), path.Published.Select(p => string.Join(' ', Story(p.In))));
    }

    [Theory]
    [InlineData("container:nobody")]
    [InlineData("container:share-id")]
    public void Build_SharedNamespaceOfNobodyOrItself_Ends(string mode)
    {
        var container = Lab.Make("share", mode, []);

        Assert.Empty(Build(container, Lab.With(container)).Published);
    }

    private static Route DefaultRouteV6 { get; } = new() { Namespace = Lab.Host, Destination = System.Net.IPNetwork.Parse("::/0"), LinkIndex = 3, Table = 254, Type = 1 };

    private static ContainerPath Build(Container container, HostState? state = null) =>
        new ContainerPathBuilder(state ?? Lab.State, Rules.Docker, Lab.Proxies).Build(container);

    private static ContainerPath Build(Container container, FirewallObservation firewall) =>
        new ContainerPathBuilder(Lab.State, firewall, Lab.Proxies).Build(container);

    /// <summary>The lab's rules with one more at the beginning of DOCKER-USER.</summary>
    private static FirewallObservation Hardened(string rule) => Rules.Of(
        Captured.Text("iptables", "docker-20.10-v4.txt").Replace("-A DOCKER-USER", rule + "\n-A DOCKER-USER", StringComparison.Ordinal));

    private static List<string> Story(IEnumerable<PathHop> hops) => [.. hops.Select(h => $"{h.Kind} {h.Name}")];
}
