using NetApi.Adapters.Netlink.Netns;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

public class MountInfoTests
{
    [Fact]
    public void NamespacesIn_NetworkNamespace_GivesFileAndMountPoint() => Assert.Equal(
        [(new NetnsFile(0, 4, 4026532177), "/run/netns/blue")],
        MountInfo.NamespacesIn(["43 42 0:4 net:[4026532177] /run/netns/blue rw shared:2 - nsfs nsfs rw"]));

    [Fact]
    public void NamespacesIn_EscapedMountPoint_IsUnescaped() => Assert.Equal(
        [(new NetnsFile(0, 4, 7), "/run/a b\tc\\d\u00fc")],
        MountInfo.NamespacesIn([@"43 42 0:4 net:[7] /run/a\040b\011c\134d\303\274 rw - nsfs nsfs rw"]));

    [Theory]
    [InlineData("22 27 0:20 / /proc rw,nosuid - proc proc rw")]
    [InlineData("43 42 0:4 mnt:[4026532178] /run/x rw - nsfs nsfs rw")]
    [InlineData("43 42 0:4 net:[x] /run/x rw - nsfs nsfs rw")]
    [InlineData("43 42 04 net:[7] /run/x rw - nsfs nsfs rw")]
    [InlineData("43 42 0:4 net:[7")]
    [InlineData("")]
    public void NamespacesIn_AnythingElse_IsPassedOver(string line) => Assert.Empty(MountInfo.NamespacesIn([line]));
}
