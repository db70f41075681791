using NetApi.Adapters.Netlink.Monitor;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink.Monitor;

public sealed class NetnsRegistryTests
{
    [Fact]
    public void Remove_NamespaceWhoseLinksPointToAnother_IsForgottenThereToo()
    {
        var registry = new NetnsRegistry(Netns(1, nsid: null));
        var (peer, gone) = (Netns(2, nsid: 2), Netns(3, nsid: 3));
        registry.Add(peer);
        registry.Add(gone);
        gone.Content.Replace([new RawLink { Index = 2, Name = "eth0", Kind = "veth", ParentIndex = 2, ParentNsid = 2 }]);
        registry.Assemble(gone);
        Assert.Equal([gone], registry.Pointing(peer));
        registry.Remove(gone);
        Assert.Empty(registry.Pointing(peer));
        Assert.Equal([registry.Own, peer], registry.All);
    }

    private static WatchedNetns Netns(int number, int? nsid) =>
        new(new FoundNetns(new NetnsFile(0, 4, (ulong)number)), new NetnsId($"{number}"), (ulong)number, nsid, isOwn: nsid is null);
}
