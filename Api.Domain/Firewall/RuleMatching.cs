using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Firewall;

/// <summary>Whether a rule takes a packet, in three values: true, false, and null for "not known" (Kleene logic).</summary>
/// <remarks>Interprets addresses, links, protocol, destination ports and connection state. Whatever else a rule asks for is not known.</remarks>
public static class RuleMatching
{
    /// <summary>False as soon as one option refuses, true where all take it, null where one is not known and none refuses.</summary>
    public static bool? Takes(this Rule rule, FlowPattern flow)
    {
        if (rule.Unsupported is not null)
            return null;
        bool? verdict = true;
        foreach (var option in rule.Options)
        {
            if (option.Name is "-j" or "-g")
                break;
            var taken = Takes(option, flow) is { } plain ? plain != option.Negated : (bool?)null;
            if (taken == false)
                return false;
            verdict = taken is null ? null : verdict;
        }
        return verdict;
    }

    private static bool? Takes(RuleOption option, FlowPattern flow) => option.Name switch
    {
        "-s" => Contains(option.Value, flow.Source),
        "-d" => Contains(option.Value, flow.Destination),
        "-i" => Names(option.Value, flow.InLink),
        "-o" => Names(option.Value, flow.OutLink),
        "-p" => Speaks(option.Value, flow.Protocol),
        "--dport" or "--dports" => Holds(option.Value, flow.DestinationPort),
        "--ctstate" or "--state" => IsNew(option.Value.Split(',')),
        "--comment" => true,
        // These load a match; what it asks for stands in its own options. Any other may ask without an option.
        "-m" => option.Value is "tcp" or "udp" or "sctp" or "multiport" or "comment" or "conntrack" or "state" ? true : null,
        _ => null,
    };

    // DNAT and SNAT are states too, which a first packet may have by the time it is forwarded.
    private static bool? IsNew(string[] states) =>
        states.Contains("NEW") ? true : states.Contains("DNAT") || states.Contains("SNAT") ? null : false;

    private static bool? Contains(string prefix, IPAddress? address)
    {
        if (address is null)
            return null;
        if (IPAddress.TryParse(prefix, out var single))
            return single.Equals(address);
        // IPNetwork.TryParse wants cleared host bits, which iptables-save always writes. A mask that is no prefix is not known.
        return IPNetwork.TryParse(prefix, out var network) ? network.Contains(address) : null;
    }

    // A trailing + stands for any rest of the name (iptables(8)).
    private static bool? Names(string pattern, string? link) =>
        link is null ? null : pattern.EndsWith('+') ? link.StartsWith(pattern[..^1], StringComparison.Ordinal) : link == pattern;

    private static bool? Speaks(string name, TransportProtocol? protocol) => name switch
    {
        "all" or "0" => true,
        _ when protocol is null => null,
        "tcp" or "6" => protocol == TransportProtocol.Tcp,
        "udp" or "17" => protocol == TransportProtocol.Udp,
        "sctp" or "132" => protocol == TransportProtocol.Sctp,
        _ => false,
    };

    // 80, 80:90, :90, 80: and, for multiport, a list of them.
    private static bool? Holds(string ports, int? port)
    {
        if (port is null)
            return null;
        bool? held = false;
        foreach (var part in ports.Split(','))
        {
            var bounds = part.Split(':');
            if (!TryPort(bounds[0], 0, out var low) || !TryPort(bounds[^1], bounds.Length == 1 ? -1 : ushort.MaxValue, out var high))
                held = null;
            else if (port >= low && port <= high)
                return true;
        }
        return held;
    }

    private static bool TryPort(string text, int whenEmpty, out int port)
    {
        port = whenEmpty;
        return text.Length == 0 ? whenEmpty >= 0 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port);
    }
}
