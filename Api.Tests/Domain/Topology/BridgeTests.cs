using NetApi.Domain.Topology;
using Xunit;
using static NetApi.Tests.Domain.Topology.States;

namespace NetApi.Tests.Domain.Topology;

public class BridgeTests
{
    private static readonly NetnsId Box = new("box");

    [Fact]
    public void Of_PortsOfOneNamespace_AreListedByIndexUnderBridgesByName()
    {
        var state = Of(
            Link(Host, 3, "bridge", name: "docker0"), Link(Host, 2, "bridge", name: "br-lan"), Link(Host, 9, master: 3), Link(Host, 5, master: 3),
            Link(Host, 6), Link(Box, 7, master: 3), Link(Box, 3, "bridge", name: "inner"));
        var bridges = Bridge.Of(state, Host);
        Assert.Equal(["br-lan", "docker0"], bridges.Select(b => b.Link.Name));
        Assert.Empty(bridges[0].Ports);
        Assert.Equal([5, 9], bridges[1].Ports.Select(p => p.Index));
        Assert.Equal([7], Assert.Single(Bridge.Of(state, Box)).Ports.Select(p => p.Index));
    }

    [Fact]
    public void Of_PortOfABond_IsNoPortOfABridge() =>
        Assert.Empty(Bridge.Of(Of(Link(Host, 3, "bond"), Link(Host, 4, "physical", master: 3)), Host));
}
