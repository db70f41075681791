using System.Net;
using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Containers;

public sealed class ContainerResourceTests
{
    [Fact]
    public void Of_RunningContainer_ShowsTheKernelsEth0()
    {
        var web = Show(SampleHost.WithWeb);
        var eth0 = Assert.Single(web.Interfaces!);
        Assert.Equal(("eth0", 12, "veth", MacAddress.Parse("02:42:ac:11:00:07"), 1500, LinkState.Up, "docker0"), (eth0.Name, eth0.Index, eth0.Kind, eth0.Mac, eth0.MtuBytes, eth0.State, eth0.Bridge));
        Assert.Equal([InterfaceAddress.Parse("172.17.0.7/16")], eth0.Addresses);
        Assert.Equal(new InterfaceVethPair("veth8d73f3e", 13, VethVerdict.Confirmed), eth0.VethPair);
        Assert.Equal((SampleHost.WebId, "myweb"), (web.Namespace!.Id, web.Namespace.Name));
        Assert.Equal([new PublishedPortResource(IPAddress.Any, 8000, 80, TransportProtocol.Tcp)], web.Ports);
        var attachment = Assert.Single(web.Networks);
        Assert.Equal(("bridge", IPAddress.Parse("172.17.0.1")), (attachment.Name, attachment.Gateway));
    }

    [Theory]
    [InlineData(ContainerState.Created)]
    [InlineData(ContainerState.Exited)]
    [InlineData(ContainerState.Restarting)]
    public void Of_ContainerThatDoesNotRun_HasNoInterfaces(ContainerState state)
    {
        var shown = Show(SampleHost.WithWeb.ChangeWeb(c => c with { State = state, Pid = null, SandboxKey = null }) with { Namespaces = [SampleHost.HostNamespace] });
        Assert.NotNull(shown.Interfaces);
        Assert.Empty(shown.Interfaces);
        Assert.Null(shown.Namespace);
    }

    [Fact]
    public void Of_NamespaceThatCouldNotBeRead_HasNullInterfaces() =>
        Assert.Null(Show(SampleHost.WithWeb with { Namespaces = [SampleHost.HostNamespace] }).Interfaces);

    [Fact]
    public void Of_VethWhoseOtherEndWasNotRead_SaysSo()
    {
        var eth0 = Assert.Single(Show(SampleHost.WithWeb with { Links = [SampleHost.Docker0, SampleHost.WebEth0] }).Interfaces!);
        Assert.Equal(new InterfaceVethPair(null, 13, VethVerdict.OneSided), eth0.VethPair);
        Assert.Null(eth0.Bridge);
    }

    [Fact]
    public void Of_InterfaceThatIsNoVeth_HasNoPair()
    {
        var macvlan = SampleHost.Link(SampleHost.WebId, 12, "eth0", "macvlan") with { Parent = new LinkReference(2, SampleHost.HostId) };
        Assert.Null(Assert.Single(Show(SampleHost.WithWeb with { Links = [SampleHost.Eth0, macvlan] }).Interfaces!).VethPair);
    }

    [Fact]
    public void Of_VethOutsideAnyBridge_HasNoBridge() =>
        Assert.Null(Assert.Single(Show(SampleHost.WithWeb.Change("veth8d73f3e", l => l with { MasterIndex = null })).Interfaces!).Bridge);

    [Fact]
    public void WarningsOf_PortOnAllAddresses_WarnsOnceForBothFamilies()
    {
        var web = SampleHost.Web with { PublishedPorts = [SampleHost.WebPort, SampleHost.WebPort with { HostAddress = IPAddress.IPv6Any }] };
        var warning = Assert.Single(Exposure.WarningsOf(web));
        Assert.Equal("open-to-the-outside", warning.Code);
        Assert.StartsWith("Port 8000/tcp is published on all addresses of the host, so it is open to the outside", warning.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("192.0.2.10")]
    [InlineData("::1")]
    public void WarningsOf_PortOnOneAddress_IsSilent(string address) =>
        Assert.Empty(Exposure.WarningsOf(SampleHost.Web with { PublishedPorts = [SampleHost.WebPort with { HostAddress = IPAddress.Parse(address) }] }));

    [Fact]
    public void WarningsOf_PortThatTheEngineWillChoose_SaysSo() =>
        Assert.StartsWith(
            "A port that the engine chooses/udp is published",
            Assert.Single(Exposure.WarningsOf(SampleHost.Web with { PublishedPorts = [new PublishedPort(IPAddress.Any, 0, 53, TransportProtocol.Udp)] })).Detail,
            StringComparison.Ordinal);

    [Fact]
    public void Of_FurtherWarnings_FollowNetApisOwn()
    {
        var shown = ContainerResource.Of(SampleHost.Web, SampleHost.WithWeb, [new Warning("engine", "words")]);
        Assert.Equal(["open-to-the-outside", "engine"], shown.Warnings.Select(w => w.Code));
    }

    private static ContainerResource Show(HostState state) => ContainerResource.Of(state.Containers.Single(), state);
}
