namespace NetApi.Domain.Graph.Formats;

/// <summary>Lines: a packet's way from the left to the right.</summary>
internal sealed partial class PictureBuilder
{
    // Boxes that a veth pair or a parent joins already.
    private readonly HashSet<(string, string)> _wired = [];

    // The bridge or network of each place, of several that of its first link.
    private readonly Dictionary<string, string> _carriers = new(StringComparer.Ordinal);

    private void AddLines()
    {
        foreach (var edge in _graph.Edges.Where(e => e.Kind == EdgeKind.Peer))
            AddPair(edge);
        foreach (var veth in Of(NodeKind.VethEnd).Where(v => !_rows.Contains(v.Id)))
            AddUnseen(veth);
        foreach (var edge in _graph.Edges.Where(e => e.Kind == EdgeKind.Enslaved))
            AddEnslaved(edge);
        foreach (var edge in _graph.Edges.Where(e => e.Kind == EdgeKind.CarriedBy))
            Add(edge.Target, edge.Source, Stroke.Parent);
        foreach (var edge in _graph.Edges.Where(e => e.Kind == EdgeKind.Parent))
            Add(NetworkBetween(edge) ?? edge.Target, edge.Source, Stroke.Parent);
        foreach (var edge in _graph.Edges.Where(e => e.Kind == EdgeKind.Attached && !IsWired(e.Source, e.Target)))
            Add(edge.Target, edge.Source, edge.IsIdle ? Stroke.Idle : Stroke.Attached);
        FindCarriers();
        foreach (var edge in _graph.Edges.Where(e => e.Kind == EdgeKind.Forwards))
            AddForward(edge);
        AddOutside();
    }

    // The host's end comes first; of two ends in namespaces neither does.
    private void AddPair(GraphEdge pair)
    {
        Add(pair.Source, pair.Target, Stroke.Way);
        foreach (var (end, other) in new[] { (pair.Source, pair.Target), (pair.Target, pair.Source) })
        {
            foreach (var master in From(end, EdgeKind.Enslaved))
                _wired.Add((_boxOf[master.Target], _boxOf[other]));
        }
    }

    // The macvlan of a container hangs on its parent by way of the network.
    private string? NetworkBetween(GraphEdge parent) => From(parent.Source, EdgeKind.In)
        .SelectMany(netns => To(netns.Target, EdgeKind.In).Where(_ => netns.Target != GraphNames.Host))
        .SelectMany(inside => From(inside.Source, EdgeKind.Attached))
        .Select(attached => attached.Target)
        .FirstOrDefault(network => From(network, EdgeKind.CarriedBy).Any(c => c.Target == parent.Target) && _boxOf.ContainsKey(network));

    private void AddUnseen(GraphNode veth)
    {
        if (veth.UnseenPeer is not { } said)
            return;
        var ghost = $"peer of {veth.Id}";
        AddBox(new Box { Id = ghost, Column = Column.Places, Look = Look.Unseen, Title = "peer not seen", Lines = [said] });
        _lines.Add(new Line(veth.Id, ghost, Stroke.Attached));
    }

    private void AddEnslaved(GraphEdge edge)
    {
        if (_graph.Find(edge.Source)!.Kind != NodeKind.Container)
        {
            // An uplink in a bridge leads into it, a veth end out of it.
            var isUplink = _boxes[_boxOf[edge.Source]].Column < Column.Bridges;
            Add(isUplink ? edge.Source : edge.Target, isUplink ? edge.Target : edge.Source, Stroke.Way);
            return;
        }
        var pill = $"{edge.Source} on {edge.Target}";
        AddBox(new Box { Id = pill, Column = Column.VethPairs, Look = Look.VethEnd, Title = Count(edge.Count, "veth pair", "veth pairs"), IsFolded = true });
        _lines.Add(new Line(_boxOf[edge.Target], pill, Stroke.Way));
        _lines.Add(new Line(pill, _boxOf[edge.Source], Stroke.Way));
        _wired.Add((_boxOf[edge.Target], _boxOf[edge.Source]));
    }

    // In by the bridge of the container's first link; straight to it where it has no network.
    private void AddForward(GraphEdge edge)
    {
        var place = _boxOf[edge.Target];
        var stroke = edge.IsIdle ? Stroke.Idle : Stroke.Way;
        var way = From(edge.Target, EdgeKind.Attached).Where(a => _boxOf.ContainsKey(a.Target)).Select(a => _boxOf[a.Target]).ToList();
        var entry = _carriers.GetValueOrDefault(place) is { } first && way.Contains(first) ? first : way.FirstOrDefault() ?? place;
        _lines.Add(new Line(edge.Source, entry, stroke));
    }

    private void FindCarriers()
    {
        var to = _lines.ToLookup(l => l.To, StringComparer.Ordinal);
        foreach (var place in _boxes.Values.Where(b => b.Column == Column.Places))
        {
            var carrier = to[place.Id]
                .OrderBy(l => l.Stroke).ThenBy(l => l.ToRow is null ? -1 : place.Rows.IndexOf(place.Rows.First(r => r.Id == l.ToRow)))
                .SelectMany(l => _boxes[l.From].Column == Column.VethPairs ? to[l.From].Select(before => before.From) : [l.From])
                .FirstOrDefault(from => _boxes[from].Column == Column.Bridges);
            if (carrier is not null)
                _carriers.Add(place.Id, carrier);
        }
    }

    // A port on a loopback address is not for those outside.
    private void AddOutside()
    {
        var nics = _boxes.Values.Where(b => b.Look == Look.Nic).Select(b => b.Id).ToList();
        if (nics.Count == 0)
            return;
        AddBox(new Box { Id = Outside, Column = Column.Outside, Look = Look.Outside, Title = "outside" });
        foreach (var nic in nics)
        {
            _lines.Add(new Line(Outside, nic, Stroke.Way));
            foreach (var port in Of(NodeKind.PublishedPort).Where(p => p.Addresses.IsEmpty || !p.Addresses.All(IsLoopback)))
                _lines.Add(new Line(nic, port.Id, _boxes[port.Id].IsOff ? Stroke.Idle : Stroke.Way));
        }
    }

    private static bool IsLoopback(string address) => System.Net.IPAddress.TryParse(address, out var parsed) && System.Net.IPAddress.IsLoopback(parsed);

    private bool IsWired(string container, string network) =>
        !_boxOf.TryGetValue(network, out var box) || _boxOf[container] == box || _wired.Contains((box, _boxOf[container]));

    private void Add(string from, string to, Stroke stroke)
    {
        if (!_boxOf.TryGetValue(from, out var start) || !_boxOf.TryGetValue(to, out var end) || start == end)
            return;
        if (stroke == Stroke.Parent)
            _wired.Add((start, end));
        _lines.Add(new Line(start, end, stroke) { FromRow = _rows.Contains(from) ? from : null, ToRow = _rows.Contains(to) ? to : null });
    }
}
