using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

public class NetlinkRequestTests
{
    [Fact]
    public void Finish_HeaderBodyAndAttributes_AreLaidOutAndPadded()
    {
        var request = NetlinkRequest.Create("op", 90, 0x4, new rtgenmsg { rtgen_family = 2 }).AddString(3, "lo").AddHostUInt32(4, 0x01020304);
        Assert.Equal(
            [
                36, 0, 0, 0, 90, 0, 5, 0, 7, 0, 0, 0, 9, 0, 0, 0,
                2, 0, 0, 0,
                7, 0, 3, 0, (byte)'l', (byte)'o', 0, 0,
                8, 0, 4, 0, 4, 3, 2, 1,
            ],
            request.Finish(7, 9).ToArray());
    }

    [Fact]
    public void AddNested_AttributesInside_AreReadBackWithoutTheFlag()
    {
        var request = NetlinkRequest.Create("op", 16, 0, default(ifinfomsg))
            .AddNested(18, info => info.AddString(1, "veth").AddNested(2, data => data.AddHostInt32(1, -5)));
        var attribute = Assert.Single(Attributes(request));
        Assert.Equal(18, attribute.Type);
        Assert.Equal([(1, 9), (2, 12)], ReadAll(attribute.Value).Select(a => ((int)a.Type, a.Value.Length + 4)));
        Assert.Equal([12, 0, 2, 0x80, 8, 0, 1, 0, 0xfb, 0xff, 0xff, 0xff], attribute.Value[^12..]);
    }

    [Fact]
    public void AddBytes_ManyAttributes_GrowTheRequest()
    {
        var request = NetlinkRequest.Create("op", 16, 0, default(ifinfomsg));
        for (ushort type = 1; type <= 1000; type++)
            request.AddBytes(type, [1, 2, 3, 4, 5]);
        Assert.Equal(Enumerable.Range(1, 1000), Attributes(request).Select(a => (int)a.Type));
        Assert.All(Attributes(request), a => Assert.Equal([1, 2, 3, 4, 5], a.Value));
    }

    [Fact]
    public void AddBytes_LargerThanAnAttributeCanBe_IsRefused() =>
        Assert.Throws<ArgumentException>(() => NetlinkRequest.Create("op", 16, 0, default(ifinfomsg)).AddBytes(1, new byte[65532]));

    private static List<(ushort Type, byte[] Value)> Attributes(NetlinkRequest request) => ReadAll(request.Finish(1, 1)[32..]);

    private static List<(ushort Type, byte[] Value)> ReadAll(ReadOnlySpan<byte> bytes)
    {
        var all = new List<(ushort, byte[])>();
        var reader = new NetlinkAttributeReader(bytes);
        while (reader.TryRead(out var attribute))
            all.Add((attribute.Type, attribute.Value.ToArray()));
        return all;
    }
}
