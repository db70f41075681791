using NetApi.Adapters.Procfs;
using NetApi.Tests.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Adapters.Procfs;

public sealed class ProxyTableTests
{
    [Theory]
    [InlineData("/usr/sbin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8000 -container-ip 172.17.0.2 -container-port 80")]
    [InlineData("/usr/bin/docker-proxy -container-ip 172.17.0.2 -container-port 80 -use-listen-fd -host-ip 0.0.0.0 -host-port 8000 -proto tcp")]
    [InlineData("docker-proxy --proto=tcp --host-ip=0.0.0.0 --host-port=8000 --container-ip=172.17.0.2 --container-port=80")]
    [InlineData("rootlesskit-docker-proxy -use-listen-fd -proto tcp -host-ip 0.0.0.0 -host-port 8000 -container-ip 172.17.0.2 -container-port 80")]
    public void Parse_CommandLineOfAnyVersion_IsRead(string line) =>
        Assert.Equal(Lab.Proxy(5, "0.0.0.0", 8000, "172.17.0.2", 80), ProxyTable.Parse(5, line.Split(' ')));

    [Fact]
    public void Parse_Ipv6ToIpv4_IsRead() => Assert.Equal(
        Lab.Proxy(5, "::", 8000, "172.17.0.2", 80),
        ProxyTable.Parse(5, "docker-proxy -proto tcp -host-ip :: -host-port 8000 -container-ip 172.17.0.2 -container-port 80".Split(' ')));

    [Theory]
    [InlineData("")]
    [InlineData("nginx -proto tcp -host-ip 0.0.0.0 -host-port 8000 -container-ip 172.17.0.2 -container-port 80")]
    [InlineData("docker-proxy")]
    [InlineData("docker-proxy -host-ip")]
    [InlineData("docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 99999 -container-ip 172.17.0.2 -container-port 80")]
    [InlineData("docker-proxy -proto icmp -host-ip 0.0.0.0 -host-port 8000 -container-ip 172.17.0.2 -container-port 80")]
    public void Parse_NoProxy_IsNull(string line) => Assert.Null(ProxyTable.Parse(5, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
