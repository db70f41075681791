using System.Net;
using NetApi.Adapters.Probing;
using NetApi.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Adapters.Probing;

/// <summary>Answers that no scratch namespace brings about on this kernel; the others are held against the kernel itself.</summary>
public class ProbeVerdictTests
{
    private static readonly IPAddress Own = IPAddress.Parse("172.17.0.1");
    private static readonly IPEndPoint Destination = new(IPAddress.Parse("172.17.0.7"), 80);

    [Theory]
    [InlineData(104, ProbeOutcome.Open, "reset the connection at once")]
    [InlineData(32, ProbeOutcome.Open, "reset the connection at once")]
    [InlineData(110, ProbeOutcome.TimedOut, "gave up")]
    [InlineData(113, ProbeOutcome.Rejected, "5.8")]
    [InlineData(105, ProbeOutcome.Failed, "errno 105")]
    public void Of_ALateError(int errno, ProbeOutcome outcome, string words)
    {
        var (found, detail) = Of(new ProbeAnswer { Errno = errno });
        Assert.Equal(outcome, found);
        Assert.Contains(words, detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(97, ProbeOutcome.AddressUnavailable, "address family")]
    [InlineData(99, ProbeOutcome.AddressUnavailable, "no address")]
    [InlineData(1, ProbeOutcome.PermissionDenied, "firewall")]
    [InlineData(24, ProbeOutcome.Failed, "errno 24")]
    public void Of_ALocalError(int errno, ProbeOutcome outcome, string words)
    {
        var (found, detail) = Of(new ProbeAnswer { Errno = errno, AtOnce = true });
        Assert.Equal(outcome, found);
        Assert.Contains(words, detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_HostUnreachableFromTheVantageItself_IsARuleAtOnceAndANeighbourLater()
    {
        var error = new IcmpError(3, 1, Own);
        Assert.Equal(ProbeOutcome.Rejected, Of(new ProbeAnswer { Icmp = error, AtOnce = true }).Outcome);
        Assert.Equal(ProbeOutcome.NoNeighbour, Of(new ProbeAnswer { Icmp = error }).Outcome);
    }

    [Theory]
    [InlineData(11, 0, "10.0.0.1", "time-exceeded")]
    [InlineData(3, 12, "10.0.0.1", "type 3 code 12")]
    [InlineData(1, 2, "fd00::1", "beyond-scope")]
    public void Of_OtherIcmpErrors_NamesThem(byte type, byte code, string from, string words)
    {
        var (outcome, detail) = Of(new ProbeAnswer { Icmp = new IcmpError(type, code, IPAddress.Parse(from)) });
        Assert.Equal(ProbeOutcome.Rejected, outcome);
        Assert.Contains(words, detail, StringComparison.Ordinal);
    }

    private static (ProbeOutcome Outcome, string Detail) Of(ProbeAnswer answer) =>
        ProbeVerdict.Of(answer, ProbeProtocol.Tcp, Destination, Own, TimeSpan.FromSeconds(1));
}
