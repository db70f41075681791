using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>Ids of nodes, made of names that survive. Of things that share a name each has its own id behind an <c>@</c>.</summary>
internal sealed class GraphNames
{
    public const string Host = "host";

    private readonly Dictionary<string, string> _places;
    private readonly Dictionary<string, string> _containers;
    private readonly Dictionary<string, string> _networks;
    private readonly Dictionary<(NetnsId, int), string> _links = [];

    public GraphNames(HostState state)
    {
        _places = Distinct(state.Namespaces.Where(n => n.Kind != NetnsKind.Host), n => n.Id.Value, n => n.Name, Host);
        foreach (var host in state.Namespaces.Where(n => n.Kind == NetnsKind.Host))
            _places[host.Id.Value] = Host;
        _containers = Distinct(state.Containers, c => c.Id, c => c.Name);
        _networks = Distinct(state.Networks, n => n.Id, n => n.Name);
    }

    /// <summary>Name of the namespace, as ids of nodes write it.</summary>
    public string Place(NetnsId netns) => _places.GetValueOrDefault(netns.Value, netns.Value);

    public string Namespace(NetnsId netns) => Place(netns) is var place && place == Host ? Host : $"namespace:{place}";

    public string Container(Container container) => $"container:{_containers[container.Id]}";

    public string Network(Network network) => $"network:{_networks[network.Id]}";

    // Names of links have no slash, so the last one parts the two.
    public string Link(Link link)
    {
        if (!_links.TryGetValue((link.Namespace, link.Index), out var id))
            _links.Add((link.Namespace, link.Index), id = $"link:{Place(link.Namespace)}/{link.Name}");
        return id;
    }

    public static string Port(PublishedPort port) => $"port:{PortName(port)}";

    public static string PortName(PublishedPort port)
    {
        var address = port.HostAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{port.HostAddress}]" : port.HostAddress.ToString();
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{address}:{port.HostPort}/{Protocol(port)}");
    }

    public static string Protocol(PublishedPort port) => port.Protocol switch
    {
        TransportProtocol.Tcp => "tcp",
        TransportProtocol.Udp => "udp",
        _ => "sctp",
    };

    // What has an @ of its own gets one too: else one thing's name could be another's name and id.
    private static Dictionary<string, string> Distinct<T>(IEnumerable<T> things, Func<T, string> id, Func<T, string> name, string? taken = null)
    {
        var all = things.DistinctBy(id).ToList();
        var several = all.CountBy(name, StringComparer.Ordinal).Where(n => n.Value > 1).Select(n => n.Key).ToHashSet(StringComparer.Ordinal);
        return all.ToDictionary(
            id,
            thing => name(thing) is var own && (own == taken || own.Contains('@', StringComparison.Ordinal) || several.Contains(own)) ? $"{own}@{id(thing)}" : own,
            StringComparer.Ordinal);
    }
}
