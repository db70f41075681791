using NetApi.Adapters.Netlink.Netns;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

public class SocketCountsTests
{
    private static ReadOnlySpan<byte> Text => "sockets: used 20\nTCP: inuse 0 orphan 3 tw 0 alloc 2 mem 184\nUDP: inuse 12 mem 0\nUDPLITE: inuse x\n"u8;

    [Fact]
    public void IsInUse_CountOfThatKind_Decides()
    {
        Assert.False(SocketCounts.IsInUse(Text, "TCP: inuse "u8));
        Assert.True(SocketCounts.IsInUse(Text, "UDP: inuse "u8));
    }

    [Fact]
    public void IsInUse_LineThatSaysNothing_MeansThatThereMayBeSome()
    {
        Assert.True(SocketCounts.IsInUse(Text, "RAW: inuse "u8));
        Assert.True(SocketCounts.IsInUse(Text, "UDPLITE: inuse "u8));
    }
}
