using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>Containers, networks and published ports: what the engine knows.</summary>
internal sealed partial class GraphBuilder
{
    private Dictionary<string, Network>? _networksById;
    private ILookup<string, Network>? _networksByName;
    private ILookup<string, NetworkNamespace>? _overlays;

    private void AddNetwork(Network network)
    {
        var id = _names.Network(network);
        AddNode(new GraphNode
        {
            Id = id,
            Kind = NodeKind.Network,
            Name = network.Name,
            EntityId = network.Id,
            Type = network.Driver,
            Addresses = [.. network.Subnets.Select(s => s.Subnet.ToString())],
            Details = [.. DetailsOf(network)],
            Orphan = _index.Orphans.Of(network),
        });
        if (BridgeOf(network) is { } bridge)
            AddEdge(GraphEdge.Between(EdgeKind.CarriedBy, id, _names.Link(bridge)));
        if (network.ParentLink is { } parent && HostLink(parent) is { } link)
            AddEdge(GraphEdge.Between(EdgeKind.CarriedBy, id, _names.Link(link)));
        _overlays ??= _state.Namespaces.Where(n => n.Kind == NetnsKind.Overlay).ToLookup(n => n.Name, StringComparer.Ordinal);
        if (network.Driver == "overlay")
        {
            foreach (var netns in _overlays[network.Name])
                AddEdge(GraphEdge.Between(EdgeKind.CarriedBy, id, _names.Namespace(netns.Id)));
        }
    }

    private Link? BridgeOf(Network network) =>
        network is { Driver: "bridge", BridgeName: { } name } && HostLink(name) is { IsBridge: true } bridge ? bridge : null;

    private void AddContainer(Container container)
    {
        var id = _names.Container(container);
        var netns = _index.NamespaceOf(container.Id);
        AddNode(new GraphNode
        {
            Id = id,
            Kind = NodeKind.Container,
            Name = container.Name,
            EntityId = container.Id,
            Place = container.IsLive && netns is not null ? _names.Place(netns.Id) : null,
            State = GraphWords.Of(container.State),
            Addresses = [.. container.Networks.SelectMany(AddressesOf)],
            Details = [.. DetailsOf(container)],
        });
        if (netns is not null)
            AddEdge(GraphEdge.Between(EdgeKind.In, id, _names.Namespace(netns.Id)));
        foreach (var attachment in container.Networks)
        {
            if (NetworkOf(attachment) is { } network)
                AddEdge(GraphEdge.Between(EdgeKind.Attached, id, _names.Network(network)) with { Label = AddressesOf(attachment).FirstOrDefault(), IsIdle = !container.IsLive });
        }
        // Port 0 is none yet: the engine chooses at the next start.
        foreach (var port in container.PublishedPorts.Where(p => p.HostPort != 0))
            AddPort(port, id, container.IsLive);
    }

    private void AddPort(PublishedPort port, string container, bool isLive)
    {
        var id = GraphNames.Port(port);
        AddNode(new GraphNode
        {
            Id = id,
            Kind = NodeKind.PublishedPort,
            Name = GraphNames.PortName(port),
            Type = GraphNames.Protocol(port),
            Addresses = [port.HostAddress.ToString()],
            Details = [new NodeDetail("hostPort", Invariant(port.HostPort))],
        });
        AddEdge(GraphEdge.Between(EdgeKind.In, id, GraphNames.Host));
        var forwards = GraphEdge.Between(EdgeKind.Forwards, id, container);
        var target = $"{Invariant(port.ContainerPort)}/{GraphNames.Protocol(port)}";
        AddEdge(forwards with { Id = $"{forwards.Id}:{target}", Label = target, IsIdle = !isLive });
    }

    // A container that was never started has its network by name alone.
    private Network? NetworkOf(NetworkAttachment attachment)
    {
        _networksById ??= _state.Networks.DistinctBy(n => n.Id).ToDictionary(n => n.Id, StringComparer.Ordinal);
        _networksByName ??= _state.Networks.ToLookup(n => n.Name, StringComparer.Ordinal);
        return attachment.NetworkId.Length > 0
            ? _networksById.GetValueOrDefault(attachment.NetworkId)
            : _networksByName[attachment.NetworkName].FirstOrDefault();
    }

    private static IEnumerable<string> AddressesOf(NetworkAttachment attachment) =>
        new[] { attachment.Ipv4, attachment.Ipv6 }.Where(a => a is not null).Select(a => a.ToString()!);

    private static IEnumerable<NodeDetail> DetailsOf(Network network)
    {
        yield return new NodeDetail("scope", network.Scope);
        if (network.BridgeName is { } bridge)
            yield return new NodeDetail("bridge", bridge);
        if (network.ParentLink is { } parent)
            yield return new NodeDetail("parentLink", parent);
        foreach (var (holds, name) in new[] { (network.IsInternal, "internal"), (network.IsAttachable, "attachable"), (network.IsIngress, "ingress"), (network.Ipv6Enabled, "ipv6") })
        {
            if (holds)
                yield return new NodeDetail(name, "yes");
        }
    }

    private static IEnumerable<NodeDetail> DetailsOf(Container container)
    {
        yield return new NodeDetail("image", container.Image);
        yield return new NodeDetail("networkMode", container.NetworkMode);
        foreach (var port in container.PublishedPorts.Where(p => p.HostPort == 0))
            yield return new NodeDetail("publishedAtStart", $"{port.HostAddress}: a port that the engine chooses, to {Invariant(port.ContainerPort)}/{GraphNames.Protocol(port)}");
    }
}
