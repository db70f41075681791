using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>Finds what hangs in the air. Whoever could not look says nothing: a gap is no evidence.</summary>
internal sealed partial class GraphBuilder
{
    // Of a veth the picture shows too that its other end was not seen, whatever the reason.
    private Orphan? OrphanOf(VethPair? pair) => pair switch
    {
        null or { Verdict: VethVerdict.Confirmed } => null,
        { Peer: null } => new Orphan(OrphanKind.VethWithoutPeer, "The kernel names no peer."),
        { Peer: { Namespace: null } peer } => new Orphan(OrphanKind.VethWithoutPeer, $"Its peer is ifindex {Invariant(peer.Index)} in a namespace that cannot be seen."),
        { Peer: { } peer } => new Orphan(
            OrphanKind.VethWithoutPeer,
            $"It names ifindex {Invariant(peer.Index)} of namespace {_names.Place(peer.Namespace.Value)} ({peer.Namespace}) as its peer, {(_links.ContainsKey((peer.Namespace.Value, peer.Index)) ? "which names another" : "which was not read")}."),
    };

    private Orphan? OrphanOf(NetworkNamespace netns) => HostIndex.Of(_state).Orphans.Of(netns);

    private Orphan? OrphanOf(Link bridge) => HostIndex.Of(_state).Orphans.OfBridge(bridge);

    private Orphan? OrphanOf(Network network) => HostIndex.Of(_state).Orphans.Of(network);
}
