namespace NetApi.Domain.Graph.Formats;

/// <summary>Boxes: what each kind of node shows of itself.</summary>
internal sealed partial class PictureBuilder
{
    // A container and its namespace are one box; an overlay's hidden namespace stands where other networks' bridges do.
    private void AddNamespace(GraphNode netns)
    {
        var inside = To(netns.Id, EdgeKind.In).Select(e => _graph.Find(e.Source)!).ToList();
        var containers = inside.Where(n => n.Kind == NodeKind.Container).OrderBy(c => c.Details.Any(d => d.Name == "networkMode" && d.Value.StartsWith("container:", StringComparison.Ordinal))).ToList();
        var links = inside.Where(n => n.Kind != NodeKind.Container).OrderBy(n => n.Name.Length).ThenBy(n => n.Name, StringComparer.Ordinal).ToList();
        var rows = links.Select(l => new Row(l.Id, l.Name, NoteOf(l)));
        var box = containers is [var owner, .. var sharing]
            ? ContainerBox(owner) with { Rows = [.. rows] } is var own && sharing.Count > 0 ? own with { Lines = [.. own.Lines, $"shared with {Join(sharing.Select(s => s.Name))}"] } : own
            : NamespaceBox(netns) with { Rows = [.. rows] };
        AddBox(box, [netns.Id, .. inside.Select(n => n.Id)]);
        _rows.UnionWith(links.Select(l => l.Id));
    }

    private static Box NamespaceBox(GraphNode netns) => new()
    {
        Id = netns.Id,
        Column = netns.Type == "overlay" ? Column.Bridges : Column.Places,
        Look = Look.Namespace,
        Title = netns.Folded is { } folded ? Count(folded.Of(NodeKind.Namespace), "namespace", "namespaces") : netns.Name,
        Lines = [netns.Folded is null ? $"{netns.Type} namespace" : netns.Name],
        Warning = netns.Orphan?.Detail,
        IsFolded = netns.Folded is not null,
    };

    private Box ContainerBox(GraphNode container)
    {
        if (container.Folded is { } folded)
            return FoldedContainers(container, folded);
        var isOnHost = From(container.Id, EdgeKind.In).Any(e => e.Target == GraphNames.Host);
        var image = container.Details.FirstOrDefault(d => d.Name == "image")?.Value;
        var lines = new[] { image, isOnHost ? "in the host's namespace" : null, container.State == "running" ? null : container.State };
        return new Box
        {
            Id = container.Id,
            Column = Column.Places,
            Look = Look.Container,
            Title = container.Name,
            Lines = [.. lines.OfType<string>()],
            IsOff = container.State is not ("running" or "paused"),
        };
    }

    private static Box FoldedContainers(GraphNode container, FoldedNodes folded) => new()
    {
        Id = container.Id,
        Column = Column.Places,
        Look = Look.Container,
        Title = Count(folded.Of(NodeKind.Container), "container", "containers"),
        Lines =
        [
            container.Name is "no network" or "the rest" ? container.Name : $"of {container.Name.Replace("+", ", ", StringComparison.Ordinal)}",
            Join(container.Details.Select(d => $"{d.Value} {d.Name}")),
            $"{Join(folded.Names)}{(folded.Of(NodeKind.Container) > folded.Names.Length ? " …" : "")}",
        ],
        IsFolded = true,
    };

    private static Box LinkBox(GraphNode link)
    {
        var (column, look) = link.Kind switch
        {
            NodeKind.Nic => (Column.Nics, Look.Nic),
            NodeKind.Bridge => (Column.Bridges, Look.Bridge),
            NodeKind.VethEnd => (Column.VethPairs, Look.VethEnd),
            _ => (Column.Nics, Look.Link),
        };
        var isElsewhere = link.Place is { } place && place != GraphNames.Host;
        return new Box
        {
            Id = link.Id,
            Column = column,
            Look = look,
            Title = link.Folded is { } folded ? $"{folded.Of(link.Kind)} {Plural(link.Kind)}" : isElsewhere ? $"{link.Place}/{link.Name}" : link.Name,
            Lines = [.. link.Folded is not null ? [link.Name] : LinesOf(link)],
            Warning = link.Orphan?.Detail,
            IsOff = link.State is "down" or "lowerLayerDown" or "notPresent",
            IsFolded = link.Folded is not null,
        };
    }

    private static IEnumerable<string> LinesOf(GraphNode link)
    {
        if (link.Kind == NodeKind.VethEnd)
            return [];
        var addresses = link.Addresses.Where(a => !a.StartsWith("fe80:", StringComparison.Ordinal));
        return link.Kind == NodeKind.Bridge ? addresses : [link.Type!, .. addresses];
    }

    // A network stands in the box of its bridge or hidden namespace; one without either has a box of its own.
    private void AddNetwork(GraphNode network)
    {
        var carrier = From(network.Id, EdgeKind.CarriedBy).Select(e => _boxes[_boxOf[e.Target]]).FirstOrDefault(b => b.Column == Column.Bridges);
        if (network.Folded is null && carrier is not null)
        {
            _boxes[carrier.Id] = PlainText.In(carrier with { Lines = [$"network {network.Name}", .. carrier.Lines] });
            _boxOf[network.Id] = carrier.Id;
            return;
        }
        // Docker's own networks host and none are there on every host, mostly unused.
        if (network is { Folded: null, Type: "host" or "null" } && !To(network.Id, EdgeKind.Attached).Any())
            return;
        AddBox(
            new Box
            {
                Id = network.Id,
                Column = Column.Bridges,
                Look = Look.Network,
                Title = network.Folded is { } folded ? Count(folded.Of(NodeKind.Network), "network", "networks") : network.Name,
                Lines = network.Folded is null ? [$"{network.Type} network", .. network.Addresses] : [network.Name],
                Warning = network.Orphan?.Detail,
                IsFolded = network.Folded is not null,
            },
            network.Id);
    }

    private Box PortBox(GraphNode port)
    {
        var forwards = From(port.Id, EdgeKind.Forwards).ToList();
        return new Box
        {
            Id = port.Id,
            Column = Column.Ports,
            Look = Look.Port,
            Title = port.Folded is { } folded ? Count(folded.Of(NodeKind.PublishedPort), "published port", "published ports") : port.Name,
            Lines = port.Folded is { } many
                ? [$"{Join(many.Names.Take(2))}{(many.Of(NodeKind.PublishedPort) > 2 ? " …" : "")}"]
                : [.. forwards.Select(f => $"to {(_graph.Find(f.Target) is { Folded: null } target ? target.Name : "folded containers")}{(f.Label is { } label ? $" {label}" : "")}")],
            Beside = forwards.Select(f => _boxOf[f.Target]).FirstOrDefault(),
            IsOff = forwards.Count > 0 && forwards.TrueForAll(f => f.IsIdle),
            IsFolded = port.Folded is not null,
        };
    }

    private string NoteOf(GraphNode link)
    {
        var addresses = link.Addresses.Where(a => !a.StartsWith("fe80:", StringComparison.Ordinal)).ToList();
        var master = From(link.Id, EdgeKind.Enslaved).Select(e => $"on {_graph.Find(e.Target)!.Name}").FirstOrDefault();
        return addresses.Count > 0 ? Join(addresses) : Join(new[] { link.Kind == NodeKind.VethEnd ? null : link.Type, master, link.UnseenPeer is null ? null : link.Orphan is null ? "peer not seen" : "no peer" }.OfType<string>());
    }

    private static string Plural(NodeKind kind) => kind switch
    {
        NodeKind.Nic => "NICs",
        NodeKind.Bridge => "bridges",
        NodeKind.VethEnd => "veth ends",
        _ => "links",
    };
}
