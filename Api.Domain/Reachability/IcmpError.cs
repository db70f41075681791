using System.Net;
using System.Net.Sockets;

namespace NetApi.Domain.Reachability;

/// <summary>An ICMP or ICMPv6 error that answered a probe.</summary>
/// <param name="Type">Type (RFC 792, RFC 4443).</param>
/// <param name="Code">Code of that type.</param>
/// <param name="From">Who sent it. NAT on the way rewrites it together with the packet it answers.</param>
public sealed record IcmpError(byte Type, byte Code, IPAddress From)
{
    /// <summary>The error in the words of <c>iptables -p icmp -h</c> and <c>ip6tables -p icmpv6 -h</c>.</summary>
    public string Name => (IsIpv4, Type, Code) switch
    {
        (true, 3, 0) => "network-unreachable",
        (true, 3, 1) or (false, 1, 3) => HostUnreachable,
        (true, 3, 2) => "protocol-unreachable",
        (true, 3, 3) or (false, 1, 4) => PortUnreachable,
        (true, 3, 9) => "network-prohibited",
        (true, 3, 10) => "host-prohibited",
        (true, 3, 13) or (false, 1, 1) => "communication-prohibited",
        (false, 1, 0) => "no-route",
        (false, 1, 2) => "beyond-scope",
        (false, 1, 5) => "failed-policy",
        (false, 1, 6) => "reject-route",
        (true, 11, _) or (false, 3, _) => "time-exceeded",
        _ => $"type {Type} code {Code}",
    };

    /// <summary>Nothing took the datagram at that port.</summary>
    public bool IsPortUnreachable => Name == PortUnreachable;

    /// <summary>The last router, or the sender itself, found no neighbour with that address.</summary>
    public bool IsHostUnreachable => Name == HostUnreachable;

    private const string PortUnreachable = "port-unreachable";
    private const string HostUnreachable = "host-unreachable";

    private bool IsIpv4 => From.AddressFamily == AddressFamily.InterNetwork;
}
