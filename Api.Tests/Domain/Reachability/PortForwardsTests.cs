using NetApi.Domain.Firewall;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain.Firewall;
using Xunit;

namespace NetApi.Tests.Domain.Reachability;

public sealed class PortForwardsTests
{
    private static readonly Gap Hidden = new("processes", "processes-unreadable", "hidden");

    [Fact]
    public void Of_Engine20WithProxies_SaysWhatCarriesEachPort()
    {
        var forwards = PortForwards.Of(Lab.State, Rules.Docker, Lab.Proxies);

        Assert.Equal(
            [
                "one 0.0.0.0:53 Both 6297",
                "one [::]:53 Proxy 6303",
                "one 192.0.2.10:7000 Both 6285",
                "web 0.0.0.0:8000 Both 6201",
                "web [::]:8000 Proxy 6208",
                "multi 0.0.0.0:8100 Both 6400",
                "multi [::]:8100 Proxy 6406",
            ],
            forwards.Select(f => $"{f.ContainerName} {new System.Net.IPEndPoint(f.Port.HostAddress, f.Port.HostPort)} {f.CarriedBy} {f.Proxy?.Pid}"));
    }

    [Fact]
    public void Of_ProxiesOff_IsTheRuleAlone()
    {
        var forward = ForwardOf(Lab.Web, 0, Rules.Docker, Lab.NoProxies);

        Assert.Equal(CarriedBy.Dnat, forward.CarriedBy);
        Assert.Equal("-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8000 -j DNAT --to-destination 172.17.0.2:80", forward.Dnat!.Rule.Text);
        Assert.Contains("No docker-proxy runs for it.", forward.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NeitherRuleNorProxy_IsNone() =>
        Assert.Equal(CarriedBy.None, ForwardOf(Lab.Web, 1, Rules.Docker, Lab.NoProxies).CarriedBy);

    [Fact]
    public void Of_FirewallUnreadAndNoProxy_IsUnknownNotNone()
    {
        var forward = ForwardOf(Lab.Web, 0, FirewallObservation.Unread(), Lab.NoProxies);

        Assert.Equal(CarriedBy.Unknown, forward.CarriedBy);
        Assert.Contains("the firewall could not be read whole", forward.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FirewallUnreadWithProxy_IsTheProxyAndSaysWhatIsNotKnown()
    {
        var forward = ForwardOf(Lab.Web, 0, FirewallObservation.Unread(), Lab.Proxies);

        Assert.Equal(CarriedBy.Proxy, forward.CarriedBy);
        Assert.Contains("Whether a DNAT rule does too could not be read.", forward.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ProcessesHidden_IsUnknownNotNone()
    {
        var forward = ForwardOf(Lab.Web, 1, Rules.Docker, new ProxyObservation([], [Hidden]));

        Assert.Equal(CarriedBy.Unknown, forward.CarriedBy);
    }

    [Fact]
    public void Of_NatTableIncompatible_IsUnknownNotNone()
    {
        var firewall = Rules.Of("# Table `nat' is incompatible, use 'nft' tool.\n");

        Assert.Equal(CarriedBy.Unknown, ForwardOf(Lab.Web, 0, firewall, Lab.NoProxies).CarriedBy);
    }

    [Fact]
    public void Of_RuleAndProxyOfAnotherContainer_DoNotCount()
    {
        var firewall = Rules.Of(Rules.Nat("-A DOCKER -p tcp -m tcp --dport 8000 -j DNAT --to-destination 172.17.0.9:80"));
        var proxies = new ProxyObservation([Lab.Proxy(1, "0.0.0.0", 8000, "172.17.0.9", 80)], []);

        Assert.Equal(CarriedBy.None, ForwardOf(Lab.Web, 0, firewall, proxies).CarriedBy);
    }

    [Fact]
    public void Of_StoppedContainer_HasNoForward() =>
        Assert.DoesNotContain(PortForwards.Of(Lab.State, Rules.Docker, Lab.Proxies), f => f.ContainerName == "gone");

    private static PortForward ForwardOf(Container container, int port, FirewallObservation firewall, ProxyObservation proxies) =>
        PortForwards.Of(Lab.State, container, container.PublishedPorts[port], firewall, proxies);
}
