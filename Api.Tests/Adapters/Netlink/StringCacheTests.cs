using System.Text;
using FsCheck.Xunit;
using NetApi.Adapters.Netlink.Protocol;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

public class StringCacheTests
{
    [Fact]
    public void Of_SameBytes_IsOneString() => Assert.Same(StringCache.Of("eth0"u8), StringCache.Of("eth0"u8));

    [Property(MaxTest = 1000)]
    public void Any_bytes_give_what_decoding_them_gives(byte[] bytes) => Assert.Equal(Encoding.UTF8.GetString(bytes), StringCache.Of(bytes));

    [Fact]
    public void Of_ManyNames_KeepsThemApart()
    {
        for (var i = 0; i < 5000; i++)
            Assert.Equal($"veth{i}", StringCache.Of(Encoding.UTF8.GetBytes($"veth{i}")));
    }
}
