using FsCheck.Xunit;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

[Properties(Arbitrary = [typeof(HostGenerators)], MaxTest = 50)]
public sealed class HostIndexTests
{
    [Property]
    public void Index_OfAnyHost_FindsWhatAWalkFinds(RandomHost host)
    {
        var (state, index) = (host.State, HostIndex.Of(host.State));
        foreach (var netns in state.Namespaces)
        {
            Assert.Same(netns, index.Namespace(netns.Id));
            Assert.Equal(state.Links.Where(l => l.Namespace == netns.Id), index.LinksOf(netns.Id));
        }
        foreach (var link in state.Links)
        {
            Assert.Same(link, index.Link(link.Namespace, link.Index));
            Assert.Equal(state.Links.FirstOrDefault(m => m.Namespace == link.Namespace && m.Index == link.MasterIndex), index.MasterOf(link));
            Assert.Equal(state.Links.Where(p => p.Namespace == link.Namespace && p.MasterIndex == link.Index), index.PortsOf(link));
        }
        foreach (var container in state.Containers)
        {
            Assert.Same(container, index.Container(container.Id));
            Assert.Equal(state.Namespaces.FirstOrDefault(n => n.ContainerIds.Contains(container.Id)), index.NamespaceOf(container.Id));
        }
    }

    [Fact]
    public void Of_StateThatWasChanged_IsAnotherIndex()
    {
        var state = SampleHost.WithWeb;
        Assert.Same(HostIndex.Of(state), HostIndex.Of(state));
        Assert.NotSame(HostIndex.Of(state), HostIndex.Of(state with { Links = [] }));
        Assert.Empty(HostIndex.Of(state with { Links = [] }).LinksOf(SampleHost.HostId));
    }

    [Theory]
    [InlineData(4711, null, "web")]
    [InlineData(4712, null, "side")]
    [InlineData(4720, null, null)]
    [InlineData(4720, 'c', "side")]
    [InlineData(4720, 'f', null)]
    [InlineData(null, null, null)]
    [InlineData(null, 'c', "side")]
    public void OwnerOf_SocketOfContainersThatShareANamespace_IsTheOneWhoseProcessHoldsIt(int? pid, char? group, string? owner)
    {
        var side = SampleHost.Web with { Id = new string('c', 64), Name = "side", Pid = 4712 };
        var state = SampleHost.WithWeb with
        {
            Containers = [SampleHost.Web with { Name = "web" }, side],
            Namespaces = [SampleHost.HostNamespace, SampleHost.WebNamespace with { ContainerIds = [SampleHost.WebContainerId, side.Id] }],
        };
        Assert.Equal(owner, HostIndex.Of(state).OwnerOf(Socket(SampleHost.WebId, pid) with { ContainerId = group is { } id ? new string(id, 64) : null })?.Name);
    }

    [Fact]
    public void OwnerOf_SocketOfTheOnlyContainer_IsIt() =>
        Assert.Equal("myweb", HostIndex.Of(SampleHost.WithWeb).OwnerOf(Socket(SampleHost.WebId, null))?.Name);

    [Theory]
    [InlineData(4711, "myweb")]
    [InlineData(1, null)]
    public void OwnerOf_SocketOfTheHost_IsTheContainerInItsNetworkOrNone(int pid, string? owner)
    {
        var state = SampleHost.WithWeb.ChangeWeb(c => c with { NetworkMode = "host" }) with { Namespaces = [SampleHost.HostNamespace with { ContainerIds = [SampleHost.WebContainerId] }] };
        Assert.Equal(owner, HostIndex.Of(state).OwnerOf(Socket(SampleHost.HostId, pid))?.Name);
    }

    private static ListeningSocket Socket(NetnsId netns, int? pid) =>
        new() { Namespace = netns, Protocol = TransportProtocol.Tcp, Address = System.Net.IPAddress.Any, Port = 80, Pid = pid };
}
