using System.Net;
using NetApi.Domain.Topology;
using Xunit;
using static NetApi.Tests.Domain.SampleHost;

namespace NetApi.Tests.Domain.Topology;

public sealed class UserlandProxyTests
{
    private static readonly ListeningSocket Proxy = new() { Namespace = HostId, Protocol = TransportProtocol.Tcp, Address = IPAddress.Any, Port = WebPort.HostPort, Process = "docker-proxy" };

    [Fact]
    public void Of_PortHeldByAProxy_IsTrue() => Assert.True(UserlandProxy.Of([Web], [Proxy], ObservedAt));

    [Fact]
    public void Of_PortPublishedForAWhileAndHeldByNobody_IsFalse() => Assert.False(UserlandProxy.Of([Web], [], ObservedAt));

    [Fact]
    public void Of_PortPublishedAMomentAgo_IsUnknown() => Assert.Null(UserlandProxy.Of([Web with { StartedAt = ObservedAt.AddSeconds(-1) }], [], ObservedAt));

    [Fact]
    public void Of_NoPort_IsUnknown() => Assert.Null(UserlandProxy.Of([Web with { PublishedPorts = [] }], [Proxy], ObservedAt));

    [Fact]
    public void Of_PortHeldBySomebodyElse_IsUnknown() => Assert.Null(UserlandProxy.Of([Web], [Proxy with { Process = null }], ObservedAt));
}
