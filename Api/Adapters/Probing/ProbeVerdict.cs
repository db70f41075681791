using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NetApi.Domain.Reachability;
using static NetApi.Adapters.Probing.Interop.LinuxErrno;

namespace NetApi.Adapters.Probing;

/// <summary>Says what the kernel's answer means.</summary>
internal static class ProbeVerdict
{
    public static (ProbeOutcome Outcome, string Detail) Of(ProbeAnswer answer, ProbeProtocol protocol, IPEndPoint destination, IPAddress? local, TimeSpan timeout) => answer switch
    {
        { Answered: true } => (ProbeOutcome.Open, protocol == ProbeProtocol.Tcp ? $"{destination} completed the TCP handshake." : $"{destination} answered with a datagram."),
        { Icmp: { } icmp } => OfIcmp(icmp, answer.AtOnce, protocol, destination, local),
        { Errno: not 0 } when answer.AtOnce => OfLocalError(answer.Errno, destination),
        { Errno: not 0 } => OfLateError(answer.Errno, destination),
        _ => (ProbeOutcome.TimedOut, Silence(protocol, destination, timeout)),
    };

    private static (ProbeOutcome, string) OfIcmp(IcmpError icmp, bool atOnce, ProbeProtocol protocol, IPEndPoint destination, IPAddress? local)
    {
        var said = $"{icmp.From} answered with ICMP {icmp.Name} (type {icmp.Type}, code {icmp.Code})";
        var isOwn = icmp.From.Equals(local) && !destination.Address.Equals(local);
        // The kernel reports a neighbour that does not answer as host-unreachable from the sender's own address, but only
        // after it has asked several times. A rule in OUTPUT answers while the packet is being sent.
        if (isOwn && icmp.IsHostUnreachable && !atOnce)
            return (ProbeOutcome.NoNeighbour, $"No neighbour answered for {destination.Address}, or for the gateway to it: {Resolution(destination)} failed in the vantage's namespace.");
        if (protocol == ProbeProtocol.Udp && icmp.IsPortUnreachable && icmp.From.Equals(destination.Address))
            return (ProbeOutcome.Refused, $"{said}: nothing listens there, or a rule rejects it in the same words.");
        if (isOwn)
            return (ProbeOutcome.Rejected, $"{said}, which is the vantage itself: a rule of its own namespace (OUTPUT) rejects it.");
        return (ProbeOutcome.Rejected, icmp.From.Equals(destination.Address)
            ? $"{said}: a rule at the destination, or before an address translated to it, rejects it."
            : $"{said}: a rule on that router rejects it, or it has no way on.");
    }

    // What connect or send returned: nothing has left the vantage.
    private static (ProbeOutcome, string) OfLocalError(int errno, IPEndPoint destination) => errno switch
    {
        ENETUNREACH => (ProbeOutcome.NoRoute, $"The vantage has no route to {destination.Address}."),
        EHOSTUNREACH => (ProbeOutcome.NoRoute, $"An 'unreachable' route or rule of the vantage covers {destination.Address}."),
        EINVAL => (ProbeOutcome.NoRoute, $"A 'blackhole' route or rule of the vantage covers {destination.Address}."),
        EACCES => (ProbeOutcome.PermissionDenied, $"A 'prohibit' route or rule of the vantage covers {destination.Address}."),
        EPERM => (ProbeOutcome.PermissionDenied, $"The vantage's own firewall (OUTPUT or POSTROUTING) did not let the packet to {destination} out."),
        EADDRNOTAVAIL => (ProbeOutcome.AddressUnavailable, $"The vantage has no address, or no free port, to reach {destination.Address} from."),
        EAFNOSUPPORT => (ProbeOutcome.AddressUnavailable, $"The kernel does not speak the address family of {destination.Address}."),
        _ => OfLateError(errno, destination),
    };

    private static (ProbeOutcome, string) OfLateError(int errno, IPEndPoint destination) => errno switch
    {
        ECONNREFUSED => (ProbeOutcome.Refused, $"{destination} answered with a reset: nothing listens there, or a rule rejects with tcp-reset."),
        // In the handshake a reset is ECONNREFUSED; these mean that it was over before we looked.
        ECONNRESET or EPIPE => (ProbeOutcome.Open, $"{destination} completed the TCP handshake and reset the connection at once."),
        ETIMEDOUT => (ProbeOutcome.TimedOut, $"The kernel gave up: {destination} did not answer."),
        ENETUNREACH or EHOSTUNREACH or EACCES => (ProbeOutcome.Rejected, $"An ICMP error ended the attempt ({Words(errno)}); this kernel does not tell which and from whom (5.8 and later do)."),
        _ => (ProbeOutcome.Failed, $"The kernel refused: {Words(errno)}."),
    };

    private static string Silence(ProbeProtocol protocol, IPEndPoint destination, TimeSpan timeout) =>
        protocol == ProbeProtocol.Udp
            ? $"Nothing came back from {destination} in {timeout.TotalMilliseconds} ms. With UDP that proves neither open nor closed: a service need not answer, a rule may drop, and a host sends few ICMP errors a second."
            : $"Nothing came back from {destination} in {timeout.TotalMilliseconds} ms: a rule drops the packets or their answer, a host that rejects holds its ICMP errors back (net.ipv4.icmp_ratelimit), or nobody has the address. A neighbour that does not answer {Resolution(destination)} shows itself after about 3 s: give a longer timeoutMs to tell.";

    private static string Resolution(IPEndPoint destination) =>
        destination.AddressFamily == AddressFamily.InterNetwork ? "ARP" : "neighbour discovery";

    private static string Words(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)}, errno {errno}";
}
