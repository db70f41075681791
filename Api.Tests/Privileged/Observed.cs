using System.Net;
using System.Text.Json.Nodes;
using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Privileged;

/// <summary>What NetApi sees with a scratch namespace as its host, and what iproute2 says of the same.</summary>
internal static class Observed
{
    private static readonly EngineObservation NoEngine = new([], [], []);

    public static KernelObservation From(ScratchNetns host, params string[] knownPaths)
    {
        using var handle = host.Open();
        return NetnsEntry.Run(handle, () => new KernelObserver().Observe(knownPaths, TestContext.Current.CancellationToken));
    }

    public static HostState State(KernelObservation observation) =>
        HostState.Assemble("test", DateTimeOffset.UnixEpoch, observation, NoEngine);

    public static NetnsId IdOf(this KernelObservation observation, ScratchNetns netns) =>
        observation.Namespaces.Single(n => n.Sighting.Paths.Contains(netns.Path)).Sighting.Id;

    public static Link LinkOf(this KernelObservation observation, ScratchNetns netns, string name) =>
        observation.Links.Single(l => l.Namespace == observation.IdOf(netns) && l.Name == name);

    /// <summary>Observes between two equal answers of iproute2, as states and addresses settle on their own.</summary>
    public static (KernelObservation Observation, Dictionary<ScratchNetns, List<string>> Golden) Settled(ScratchNetns host, IReadOnlyCollection<ScratchNetns> all)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var before = all.ToDictionary(n => n, Golden);
            var observation = From(host);
            if (all.All(n => before[n].SequenceEqual(Golden(n))))
                return (observation, before);
        }
        throw new InvalidOperationException("The links did not settle.");
    }

    /// <summary>The fields of a link that both tell, one line each.</summary>
    public static string Describe(Link link) => string.Join(
        ' ', link.Index, link.Name, link.Kind, link.Mac, link.MtuBytes, link.State.ToString().ToUpperInvariant(), link.IsUp,
        link.MasterIndex, link.PortState?.ToString().ToUpperInvariant(), link.Parent?.Index, string.Join(',', link.Addresses));

    // "ip addr" gives everything but the details, "ip link" everything but the addresses.
    private static List<string> Golden(ScratchNetns netns)
    {
        var links = netns.IpJson("-d link");
        var addresses = netns.IpJson("addr").ToDictionary(l => (int)l!["ifindex"]!, l => l!["addr_info"]!.AsArray());
        return [.. links.Select(l => l!).OrderBy(l => (int)l["ifindex"]!).Select(l => Describe(l, links, addresses[(int)l["ifindex"]!]))];
    }

    private static string Describe(JsonNode link, JsonArray all, JsonArray addresses)
    {
        int? IndexOf(JsonNode? name) => name is null ? null : (int)all.Single(l => (string)l!["ifname"]! == (string)name!)!["ifindex"]!;
        return string.Join(
            ' ',
            (int)link["ifindex"]!, (string)link["ifname"]!, (string?)link["linkinfo"]?["info_kind"] ?? (string)link["link_type"]!, (string)link["address"]!,
            (int)link["mtu"]!, (string)link["operstate"]!, link["flags"]!.AsArray().Any(f => (string)f! == "UP"), IndexOf(link["master"]),
            ((string?)link["linkinfo"]?["info_slave_data"]?["state"])?.ToUpperInvariant(), (int?)link["link_index"] ?? IndexOf(link["link"]),
            string.Join(',', addresses.Select(a => new InterfaceAddress(IPAddress.Parse((string)a!["local"]!), (int)a["prefixlen"]!))));
    }
}
