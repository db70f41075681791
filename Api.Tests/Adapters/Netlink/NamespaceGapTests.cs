using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

public class NamespaceGapTests
{
    [Theory]
    [InlineData("setns net:[7]", LinuxErrno.EPERM, "CAP_SYS_ADMIN")]
    [InlineData("open /proc/5/ns/net", LinuxErrno.EACCES, "CAP_SYS_PTRACE")]
    [InlineData("open /run/docker/netns/x", LinuxErrno.EACCES, "CAP_DAC_READ_SEARCH")]
    public void Unreadable_ForLackOfARight_NamesTheCapabilityThatHelps(string operation, int errno, string capability)
    {
        var gap = NamespaceGap.Unreadable("7", new NetlinkException(operation, errno));
        Assert.Equal(("namespace:7", "namespace-unreadable"), (gap.Scope, gap.Code));
        Assert.StartsWith(operation, gap.Detail, StringComparison.Ordinal);
        Assert.Contains(LinuxErrno.NameOf(errno), gap.Detail, StringComparison.Ordinal);
        Assert.Contains(capability, gap.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_ForAnotherReason_NamesNoCapability() =>
        Assert.DoesNotContain("CAP_", NamespaceGap.Unreadable("7", new NetlinkException("setns net:[7]", LinuxErrno.EMFILE)).Detail, StringComparison.Ordinal);

    [Fact]
    public void ProcessesHidden_NamesTheCapabilityAndNoProcess()
    {
        Assert.Contains("CAP_SYS_PTRACE", NamespaceGap.ProcessesHidden.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(NamespaceGap.ProcessesHidden.Detail, char.IsDigit);
    }

    [Fact]
    public void SocketsUnreadable_SaysWhatTheKernelNeeds()
    {
        var gap = NamespaceGap.SocketsUnreadable(new NetnsId("b-1"), new NetlinkException("SOCK_DIAG_BY_FAMILY", LinuxErrno.ENOENT));
        Assert.Equal(("namespace:b-1", "sockets-unreadable"), (gap.Scope, gap.Code));
        Assert.StartsWith("SOCK_DIAG_BY_FAMILY: ENOENT", gap.Detail, StringComparison.Ordinal);
        Assert.Contains("INET_DIAG", gap.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupted_NamesTheNamespace() =>
        Assert.Equal(("namespace:b-1", "dump-interrupted"), (NamespaceGap.Interrupted(new NetnsId("b-1")).Scope, NamespaceGap.Interrupted(new NetnsId("b-1")).Code));
}
