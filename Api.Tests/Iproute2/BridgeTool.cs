using System.Net;
using System.Text.Json.Nodes;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Iproute2;

/// <summary>Forwarding databases and VLANs in the words of <c>bridge -j -d fdb</c> and <c>bridge -j vlan</c>.</summary>
internal static class BridgeTool
{
    private static readonly string[] Words = ["permanent", "static", "stale", "self", "master", "extern_learn", "offload", "sticky", "router"];

    public static IEnumerable<FdbEntry> Fdb(JsonArray entries, NetnsId id, Dictionary<string, int> indices) => entries.Select(e => Of(e!, id, indices));

    public static ILookup<int, PortVlan> Vlans(JsonArray ports, Dictionary<string, int> indices) => ports
        .SelectMany(p => p!["vlans"]!.AsArray().SelectMany(v => Range(v!)).Select(v => (Link: indices[(string)p["ifname"]!], Vlan: v)))
        .ToLookup(v => v.Link, v => v.Vlan);

    private static FdbEntry Of(JsonNode entry, NetnsId id, Dictionary<string, int> indices)
    {
        var state = (string)entry["state"]!;
        var flags = entry["flags"]!.AsArray().Select(f => (string)f!).Append(state).ToHashSet();
        return new FdbEntry
        {
            Namespace = id,
            LinkIndex = indices[(string)entry["ifname"]!],
            BridgeIndex = (string?)entry["master"] is { } master ? indices[master] : null,
            Mac = MacAddress.Parse((string)entry["mac"]!),
            Vlan = (ushort?)(int?)entry["vlan"],
            IsLearned = state is "" or "stale" && !flags.Contains("extern_learn"),
            Flags = [.. Words.Where(flags.Contains)],
            Remote = (string?)entry["dst"] is { } remote ? IPAddress.Parse(remote) : null,
            Vni = (uint?)entry["vni"],
        };
    }

    private static IEnumerable<PortVlan> Range(JsonNode vlan)
    {
        var flags = (vlan["flags"]?.AsArray() ?? []).Select(f => (string)f!).ToHashSet();
        var first = (int)vlan["vlan"]!;
        return Enumerable.Range(first, ((int?)vlan["vlanEnd"] ?? first) - first + 1)
            .Select(v => new PortVlan(v, flags.Contains("PVID"), flags.Contains("Egress Untagged")));
    }
}
