using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netfilter;

/// <summary>Says what a failed tool means for the firewall's reading, and how to mend it.</summary>
internal static class ToolFault
{
    /// <summary>The gap where the kernel refuses.</summary>
    public static Gap Denied { get; } = new("firewall", "firewall-denied",
        "The kernel refuses to show the firewall rules (Operation not permitted): run NetApi as root or grant it CAP_NET_ADMIN and CAP_NET_RAW as ambient capabilities, so that the tools it runs have them too.");

    /// <summary>Whether the kernel refused; iptables exits with 4 and nft with 1 then, as for other faults.</summary>
    public static bool IsDenied(ToolResult result) =>
        result.ExitCode != 0
        && (result.Error.Contains("you must be root", StringComparison.Ordinal)
            || result.Error.Contains("Operation not permitted", StringComparison.Ordinal)
            || result.Error.Contains("Permission denied", StringComparison.Ordinal));

    /// <summary>The gap for a tool that gave no result.</summary>
    public static Gap Of(string tool, ToolResult result) => result.End switch
    {
        ToolEnd.Missing => new Gap("firewall", "iptables-missing",
            $"{result.Error} Install it: apt-get install iptables (Debian, Ubuntu), dnf install iptables-nft (Fedora)."),
        ToolEnd.TimedOut => new Gap("firewall", "firewall-timed-out", result.Error),
        ToolEnd.TooMuch => new Gap("firewall", "firewall-too-large", result.Error),
        _ when IsDenied(result) => Denied,
        _ => new Gap("firewall", "firewall-unreadable", $"{tool} ended with {result.ExitCode}: {result.Error}"),
    };
}
