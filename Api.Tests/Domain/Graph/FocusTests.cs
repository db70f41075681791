using System.Collections.Immutable;
using NetApi.Domain.Graph;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Graph;

public sealed class FocusTests
{
    private static readonly TopologyGraph Shown = TopologyGraph.Of(DrawnHost.Of(12));

    [Theory]
    [InlineData("myweb", "container:myweb")]
    [InlineData("container:myweb", "container:myweb")]
    [InlineData("container:6d79776562", "container:myweb")]
    [InlineData("bridge:docker0", "link:host/docker0")]
    [InlineData("link:eth0", "link:host/eth0")]
    [InlineData("nic:eth0", "link:host/eth0")]
    [InlineData("link:web-2/eth0", "link:web-2/eth0")]
    [InlineData("network:shop", "network:shop")]
    [InlineData("namespace:vpn", "namespace:vpn")]
    [InlineData("namespace:host", "host")]
    [InlineData("host", "host")]
    [InlineData("port:8006", "port:0.0.0.0:8006/tcp")]
    [InlineData("port:08006/tcp", "port:0.0.0.0:8006/tcp")]
    [InlineData("port:8000", "port:0.0.0.0:8000/tcp port:[::]:8000/tcp")]
    public void Resolve_WhatPeopleType_FindsTheNode(string focus, string ids) =>
        Assert.Equal(ids, string.Join(' ', Assert.IsType<Lookup<ImmutableArray<GraphNode>>.Found>(Shown.Resolve(focus)).Value.Select(n => n.Id)));

    [Theory]
    [InlineData("container:nobody")]
    [InlineData("container:")]
    [InlineData("bridge:eth0")]
    [InlineData("port:http")]
    [InlineData("port:8006/udp")]
    [InlineData("port:1")]
    [InlineData("planet:earth")]
    public void Resolve_WhatIsNotThere_FindsNothing(string focus) =>
        Assert.IsType<Lookup<ImmutableArray<GraphNode>>.NotFound>(Shown.Resolve(focus));

    [Fact]
    public void Resolve_ANameOfSeveralNamespaces_IsAmbiguous()
    {
        NetworkNamespace Twin(int id) => new() { Id = new NetnsId($"6f1c2a9b-{id}"), Inode = (ulong)id, Kind = NetnsKind.Process, Name = "sh" };
        var graph = TopologyGraph.Of(SampleHost.Empty with { Namespaces = [SampleHost.HostNamespace, Twin(50), Twin(51)] });
        Assert.Equal(2, Assert.IsType<Lookup<ImmutableArray<GraphNode>>.Ambiguous>(graph.Resolve("namespace:sh")).Candidates.Length);
        Assert.IsType<Lookup<ImmutableArray<GraphNode>>.Found>(graph.Resolve("namespace:6f1c2a9b-50"));
    }

    [Theory]
    [InlineData(0, "container:myweb namespace:myweb")]
    [InlineData(1, "container:myweb link:myweb/eth0 namespace:myweb network:bridge port:0.0.0.0:8000/tcp")]
    [InlineData(2, "container:myweb host link:host/docker0 link:host/veth8d73f3e link:myweb/eth0 namespace:myweb network:bridge port:0.0.0.0:8000/tcp")]
    public void Focus_OnAContainer_ShowsItsWay(int depth, string ids) => Assert.Equal(
        ids,
        string.Join(' ', TopologyGraph.Of(SampleHost.WithWeb).Focus(["container:myweb"], depth).Nodes.Select(n => n.Id).Order(StringComparer.Ordinal)));

    [Fact]
    public void Focus_DoesNotWalkThroughTheHost() =>
        Assert.DoesNotContain(Shown.Focus(["container:myweb"], 3).Nodes, n => n.Id == "link:host/virbr0");

    [Fact]
    public void Focus_OnTheHost_ShowsWhatIsOnIt() =>
        Assert.Contains(Shown.Focus(["host"], 1).Nodes, n => n.Id == "link:host/virbr0");
}
