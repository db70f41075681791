using System.Collections.Immutable;
using System.Text.Json;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netfilter;

/// <summary>Reads the answer of <c>nft -j list tables</c> (libnftables-json(5)).</summary>
internal static class NftTables
{
    // iptables-nft keeps its rules in tables of these names in families ip and ip6; they are read through iptables-save.
    private static readonly HashSet<string> IptablesTables = ["raw", "mangle", "nat", "filter", "security"];

    /// <summary>Tables that are not iptables-nft's, by family and name; null where <paramref name="json"/> is something else.</summary>
    public static ImmutableArray<NftTable>? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return
            [
                .. document.RootElement.GetProperty("nftables").EnumerateArray()
                    .Where(o => o.TryGetProperty("table", out _))
                    .Select(o => o.GetProperty("table"))
                    .Select(t => new NftTable(t.GetProperty("family").GetString() ?? "", t.GetProperty("name").GetString() ?? ""))
                    .Where(t => t.Family is not ("ip" or "ip6") || !IptablesTables.Contains(t.Name))
                    .OrderBy(t => t.Family, StringComparer.Ordinal).ThenBy(t => t.Name, StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The notice that rules exist which are not read.</summary>
    public static Gap Notice(ImmutableArray<NftTable> tables) => new("firewall", "native-nftables-present",
        $"nftables holds tables beside iptables' own, and their rules are not read: {string.Join(", ", tables.Select(t => $"{t.Family} {t.Name}"))}.");
}
