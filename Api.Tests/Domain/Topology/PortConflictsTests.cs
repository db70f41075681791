using System.Net;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

public sealed class PortConflictsTests
{
    private static readonly Listener[] Proxies =
    [
        new(TransportProtocol.Tcp, IPAddress.Any, 8000, 6201, "docker-proxy"),
        new(TransportProtocol.Tcp, IPAddress.IPv6Any, 8000, 6208, "docker-proxy"),
        new(TransportProtocol.Tcp, IPAddress.Parse("192.0.2.10"), 7000, null, null),
    ];

    [Theory]
    [InlineData(null)]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.10")]
    [InlineData("127.0.0.1")]
    [InlineData("::")]
    [InlineData("2001:db8::1")]
    public void Holders_PublishedOnAllAddresses_NamesTheContainerAndNotItsProxy(string? wanted)
    {
        var holders = Holders(wanted, 8000, listeners: Proxies);

        Assert.All(holders, h => Assert.Equal((PortHolderKind.RunningContainer, "web"), (h.Kind, h.ContainerName)));
        Assert.Equal(wanted is null ? 2 : 1, holders.Count);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("192.0.2.10", true)]
    [InlineData("192.0.2.11", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::", false)]
    public void Holders_PublishedOnOneAddress_HoldsThatAndTheWildcard(string? wanted, bool held) =>
        Assert.Equal(held, Holders(wanted, 7000, listeners: Proxies).Exists(h => h.ContainerName == "one"));

    [Fact]
    public void Holders_OtherProtocolOrPort_IsFree()
    {
        Assert.Empty(Holders(null, 8000, TransportProtocol.Udp, Proxies));
        Assert.Empty(Holders(null, 8001, listeners: Proxies));
    }

    [Fact]
    public void Holders_StoppedContainer_IsNamedAsSuch()
    {
        var holder = Assert.Single(Holders("0.0.0.0", 9999));

        Assert.Equal(PortHolderKind.StoppedContainer, holder.Kind);
        Assert.Equal("port 9999/tcp on 0.0.0.0 is configured by container gone, which is not running", holder.ToString());
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "0.0.0.0", true)]
    [InlineData("0.0.0.0", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "192.0.2.10", false)]
    [InlineData("127.0.0.1", "::", false)]
    [InlineData("::1", "::", true)]
    [InlineData("::1", null, true)]
    public void Holders_HostProcess_HoldsWhatOverlaps(string bound, string? wanted, bool held)
    {
        var holders = Holders(wanted, 22, listeners: [new Listener(TransportProtocol.Tcp, IPAddress.Parse(bound), 22, 99, "sshd")]);

        Assert.Equal(held ? [$"port 22/tcp on {bound} is held by process 99 (sshd)"] : [], holders.Select(h => h.ToString()));
    }

    [Theory]
    [InlineData("0.0.0.0", false)]
    [InlineData("192.0.2.10", false)]
    [InlineData("::", true)]
    [InlineData(null, true)]
    public void Holders_ProcessOnTheIpv6Wildcard_MayHoldIpv4Too(string? wanted, bool isCertain)
    {
        var holder = Assert.Single(Holders(wanted, 22, listeners: [new Listener(TransportProtocol.Tcp, IPAddress.IPv6Any, 22, 99, "sshd")]));

        Assert.Equal(isCertain, holder.IsCertain);
    }

    [Fact]
    public void Holders_ProcessBesideAPublishedPort_IsNamedToo()
    {
        var holders = Holders("0.0.0.0", 8000, listeners: [new Listener(TransportProtocol.Tcp, IPAddress.Any, 8000, 99, "python3")]);

        Assert.Equal([PortHolderKind.RunningContainer, PortHolderKind.HostProcess], holders.Select(h => h.Kind));
    }

    [Fact]
    public void Holders_ProxyWithoutItsContainer_IsAProcess()
    {
        var holder = Assert.Single(Holders("0.0.0.0", 5000, listeners: [new Listener(TransportProtocol.Tcp, IPAddress.Any, 5000, 5, "docker-proxy")]));

        Assert.Equal("port 5000/tcp on 0.0.0.0 is held by process 5 (docker-proxy)", holder.ToString());
    }

    private static List<PortHolder> Holders(
        string? wanted, int port, TransportProtocol protocol = TransportProtocol.Tcp, Listener[]? listeners = null, HostState? state = null) =>
        [.. PortConflicts.Holders(wanted is null ? null : IPAddress.Parse(wanted), port, protocol, state ?? Lab.State, listeners ?? [])];
}
