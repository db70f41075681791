using NetApi.Domain.Firewall;

namespace NetApi.Tests.Domain.Firewall;

/// <summary>Firewalls for tests, in the words of iptables-save.</summary>
internal static class Rules
{
    /// <summary>An engine 20.10 with the containers web, one and multi; see Captures/iptables/README.md.</summary>
    public static FirewallObservation Docker { get; } = Of(Captured.Text("iptables", "docker-20.10-v4.txt"));

    public static FirewallObservation Of(string v4, string v6 = "")
    {
        var first = IptablesSave.Parse(v4, IpFamily.V4, FirewallBackend.Nft, out var gaps);
        var second = IptablesSave.Parse(v6, IpFamily.V6, FirewallBackend.Nft, out var more);
        return new FirewallObservation([first, second], [], [.. gaps, .. more]);
    }

    /// <summary>A nat table whose chain DOCKER, which PREROUTING leads to, holds these rules.</summary>
    public static string Nat(params string[] rules) =>
        "*nat\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n:DOCKER - [0:0]\n-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n"
        + string.Concat(rules.Select(r => r + "\n")) + "COMMIT\n";

    /// <summary>A filter table whose FORWARD drops what these rules do not accept; the chains they are in are made.</summary>
    public static string Filter(params string[] rules) =>
        $"*filter\n:FORWARD DROP [0:0]\n{string.Concat(rules.Select(r => r + "\n"))}COMMIT\n";
}
