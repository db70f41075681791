using System.Globalization;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>Links, and how they hang together.</summary>
internal sealed partial class GraphBuilder
{
    // A loopback leads nowhere, and every namespace has one.
    private static bool IsShown(Link link) => link.Kind != "loopback";

    private void AddLink(Link link)
    {
        var kind = KindOf(link);
        var pair = kind == NodeKind.VethEnd ? _index.Pairs.Of(link) : null;
        AddNode(new GraphNode
        {
            Id = _names.Link(link),
            Kind = kind,
            Name = link.Name,
            Place = _names.Place(link.Namespace),
            Type = link.Kind,
            State = GraphWords.Of(link.State),
            Addresses = [.. link.Addresses.Select(a => a.ToString()!)],
            Details = [.. DetailsOf(link), .. pair is { Second: null } ? [new NodeDetail(NodeDetail.UnseenPeer, UnseenPeer(pair.Peer))] : Array.Empty<NodeDetail>()],
            Orphan = pair is not null ? _index.Orphans.Of(pair) : _index.Orphans.OfBridge(link),
        });
    }

    private NodeKind KindOf(Link link)
    {
        if (link.IsBridge)
            return NodeKind.Bridge;
        if (link.Kind == "physical" || (link.Namespace == _host && _uplinks.Contains(link.Index)))
            return NodeKind.Nic;
        return link.IsVeth ? NodeKind.VethEnd : NodeKind.Link;
    }

    private void Connect(Link link)
    {
        var id = _names.Link(link);
        AddEdge(GraphEdge.Between(EdgeKind.In, id, _names.Namespace(link.Namespace)));
        if (_index.MasterOf(link) is { } master && IsShown(master))
            AddEdge(GraphEdge.Between(EdgeKind.Enslaved, id, _names.Link(master)));
        // A vxlan names the link its tunnel leaves by in the same attribute; a link that is its own parent has none.
        if (!link.IsVeth && link.Parent is { Namespace: { } netns } parent && _index.Link(netns, parent.Index) is { } lower && lower != link && IsShown(lower))
            AddEdge(GraphEdge.Between(EdgeKind.Parent, id, _names.Link(lower)));
    }

    private void AddPair(VethPair pair)
    {
        if (pair.Second is { } second)
            AddEdge(GraphEdge.Between(EdgeKind.Peer, _names.Link(pair.First), _names.Link(second)) with { Evidence = new PeerEvidence(pair.Verdict, End(pair.First), End(second)) });
    }

    // That it was not seen does not make the veth an orphan: it may be in what could not be read.
    private string UnseenPeer(LinkReference? peer) => peer switch
    {
        null => "the kernel names none",
        { Namespace: { } netns } => $"ifindex {Invariant(peer.Index)} of namespace {_names.Place(netns)} ({netns}), which {(_index.Link(netns, peer.Index) is null ? "was not read" : "names another")}",
        _ => $"ifindex {Invariant(peer.Index)} of a namespace that cannot be seen",
    };

    private static PeerEnd End(Link link) => new(link.Index, link.Namespace, link.Parent?.Index, link.Parent?.Namespace);

    private static IEnumerable<NodeDetail> DetailsOf(Link link)
    {
        yield return new NodeDetail("index", Invariant(link.Index));
        if (link.Mac is { } mac)
            yield return new NodeDetail("mac", mac.ToString());
        yield return new NodeDetail("mtuBytes", Invariant(link.MtuBytes));
        if (link.Mode is { } mode)
            yield return new NodeDetail("mode", mode);
        if (link.Vlan is { } vlan)
            yield return new NodeDetail("vlan", string.Create(CultureInfo.InvariantCulture, $"{vlan.Id} {vlan.Protocol}"));
        if (link.Vxlan is { } vxlan)
            yield return new NodeDetail("vni", Invariant(vxlan.Vni));
        if (link.Tunnel is { } tunnel)
            yield return new NodeDetail("tunnel", $"{tunnel.Local?.ToString() ?? "any"} to {tunnel.Remote?.ToString() ?? "any"}");
        if (link.PortState is { } port)
            yield return new NodeDetail("portState", port.ToString().ToLowerInvariant());
        if (link.Port is { } settings)
        {
            foreach (var (holds, name) in new[] { (settings.Hairpin, "hairpin"), (settings.Isolated, "isolated") })
            {
                if (holds)
                    yield return new NodeDetail(name, "on");
            }
        }
        if (!link.Vlans.IsEmpty)
            yield return new NodeDetail("vlans", string.Join(", ", link.Vlans.Select(v => Invariant(v.Id))));
        if (!link.AltNames.IsEmpty)
            yield return new NodeDetail("altNames", link.AltNames.ToString());
        if (link.Alias is { } alias)
            yield return new NodeDetail("alias", alias);
    }
}
