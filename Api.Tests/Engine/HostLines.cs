using System.Text.Json;
using System.Text.Json.Nodes;
using NetApi.Tests.Iproute2;

namespace NetApi.Tests.Engine;

/// <summary>What ip and docker inspect say of a host and one container on it, by the resource of NetApi that says the same: one line a thing, in order.</summary>
internal static class HostLines
{
    public const string Addresses = "/addresses";
    public const string Routes = "/routes";
    public const string Ports = "/ports";
    public const string VethPairs = "/veth-pairs";
    public const string Topology = "/topology";

    private const string Host = "host";

    /// <summary>Asks the tools now.</summary>
    /// <param name="engine">The host's engine.</param>
    /// <param name="name">The container's name.</param>
    /// <param name="container">What <c>docker inspect</c> says of it; null where there is none.</param>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ReadAsync(OwnEngine engine, string name, JsonElement? container)
    {
        List<Inside> places = [new(Host, engine.Netns.IpJson("-d addr"), engine.Netns.IpJson("-d route show table all"))];
        if (container?.GetProperty("State").GetProperty("Pid").GetInt32() is { } pid and > 0)
            places.Add(new(name, await LabApi.IpAsync(pid, "addr"), await LabApi.IpAsync(pid, "route", "show", "table", "all")));
        var networks = (await engine.DockerAsync("network", "ls", "--format", "{{.Name}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new Dictionary<string, IReadOnlyList<string>>
        {
            [Addresses] = Sorted(places.SelectMany(AddressesOf)),
            [Routes] = Sorted(places.SelectMany(RoutesOf)),
            [Ports] = Sorted(container is { } some ? PortsOf(some) : []),
            [VethPairs] = Sorted(PairsOf(places).Select(p => $"{End(p.Outer)} {(string?)p.Outer["master"]} - {End(p.Inner)}")),
            [Topology] = Sorted(
            [
                .. places.SelectMany(NodesOf),
                .. places.SelectMany(p => p.Links.Where(l => l["master"] is not null).Select(l => $"enslaved:{Id(p, l)}>link:{p.Name}/{l["master"]}")),
                .. PairsOf(places).Select(p => $"peer:{Id(places[0], p.Outer)}>{Id(places[1], p.Inner)}"),
                .. networks.Select(n => $"network:{n}"),
                .. container is { } there ? GraphOf(there, name) : [],
            ]),
        };
    }

    private static IEnumerable<string> AddressesOf(Inside place) =>
        IpAddress.All(place.All, default).Select(a => $"{place.Name} {place.NameOf(a.LinkIndex)} {a.Address}");

    private static IEnumerable<string> RoutesOf(Inside place) =>
        IpRoute.All(place.Routes, default, IpLink.Indices(place.All)).Select(r => $"{place.Name} {r.Table} {r.Destination} metric {r.Metric} via {r.Gateway} dev {(r.LinkIndex is { } index ? place.NameOf(index) : null)}");

    // A container that does not run has its ports by what it was configured with, of which the engine says no address yet.
    private static IEnumerable<string> PortsOf(JsonElement container) => IsRunning(container)
        ? Bindings(container.GetProperty("NetworkSettings").GetProperty("Ports")).Select(b => $"runningContainer {b.Address}:{b.Port} to {b.Inner}")
        : Bindings(container.GetProperty("HostConfig").GetProperty("PortBindings")).Select(b => $"stoppedContainer {b.Port} to {b.Inner}");

    private static IEnumerable<(JsonNode Outer, JsonNode Inner)> PairsOf(List<Inside> places) =>
        from outer in places[0].Links
        from inner in places.Skip(1).SelectMany(p => p.Links)
        where (int?)outer["link_index"] == (int)inner["ifindex"]! && (int?)inner["link_index"] == (int)outer["ifindex"]!
        select (outer, inner);

    private static IEnumerable<string> NodesOf(Inside place) =>
        place.Links.Select(l => $"{Id(place, l)} {string.Join(' ', IpAddress.ByLink(IpAddress.All(place.All, default))[(int)l["ifindex"]!].Select(a => a.ToString()).Order(StringComparer.Ordinal))}");

    private static IEnumerable<string> GraphOf(JsonElement container, string name)
    {
        yield return $"container:{name} {container.GetProperty("State").GetProperty("Status").GetString()}";
        foreach (var network in container.GetProperty("NetworkSettings").GetProperty("Networks").EnumerateObject())
            yield return $"attached:container:{name}>network:{network.Name}";
        foreach (var (address, port, inner) in IsRunning(container) ? Bindings(container.GetProperty("NetworkSettings").GetProperty("Ports")) : [])
            yield return $"forwards:port:{(address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address)}:{port}/{inner.Split('/')[1]}>container:{name}:{inner}";
    }

    private static bool IsRunning(JsonElement container) => container.GetProperty("State").GetProperty("Running").GetBoolean();

    private static IEnumerable<(string Address, string Port, string Inner)> Bindings(JsonElement ports) =>
        from port in ports.EnumerateObject()
        where port.Value.ValueKind == JsonValueKind.Array
        from binding in port.Value.EnumerateArray()
        select (binding.GetProperty("HostIp").GetString()!, binding.GetProperty("HostPort").GetString()!, port.Name);

    private static string Id(Inside place, JsonNode link) => $"link:{place.Name}/{link["ifname"]}";

    private static string End(JsonNode link) => $"{link["ifname"]} {link["address"]}";

    private static List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];

    private sealed record Inside(string Name, JsonArray All, JsonArray Routes)
    {
        /// <summary>All links but the loopback.</summary>
        public IEnumerable<JsonNode> Links => All.Select(l => l!).Where(l => (string?)l["link_type"] != "loopback");

        public string NameOf(int index) => (string)All.Single(l => (int)l!["ifindex"]! == index)!["ifname"]!;
    }
}
