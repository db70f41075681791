using System.Net;
using System.Net.Sockets;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Adapters.Probing;
using NetApi.Domain.Reachability;
using NetApi.Reachability;
using Xunit;

namespace NetApi.Tests.Privileged.Probing;

[Trait("Ring", "Privileged")]
public sealed class OutsideVantageTests : IDisposable
{
    private readonly ScratchNetns _host;
    private readonly NetnsHandle _hostHandle;
    private readonly OutsideVantages _vantages;

    public OutsideVantageTests()
    {
        Ring.Privileged();
        _host = new ScratchNetns();
        _host.Ip("link set lo up");
        _hostHandle = _host.Open();
        _vantages = new OutsideVantages(() => LinkCommands.OpenIn(_hostHandle));
    }

    public void Dispose()
    {
        _hostHandle?.Dispose();
        _host?.Dispose();
    }

    [Theory, InlineData(AddressFamily.InterNetwork, "198.18.0.1"), InlineData(AddressFamily.InterNetworkV6, "2001:db8:6e65:7461::1")]
    public void A_fresh_vantage_reaches_the_host_at_once(AddressFamily family, string hostEnd)
    {
        for (var i = 0; i < 100; i++)
        {
            using var vantage = _vantages.Create(family, [])!;
            var result = Probe(vantage, IPAddress.Parse(hostEnd));
            Assert.Equal(ProbeOutcome.Refused, result.Outcome);
            Assert.InRange(result.ElapsedMicroseconds, 0, 500_000);
        }
    }

    private static ProbeResult Probe(OutsideVantage vantage, IPAddress address)
    {
        using var socket = NetnsEntry.Run(vantage.Netns, () => ProbeSocket.Open(ProbeProtocol.Tcp, new IPEndPoint(address, 80)));
        return socket.Run(TimeSpan.FromSeconds(5));
    }
}
