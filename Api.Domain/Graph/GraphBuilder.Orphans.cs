using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>Finds what hangs in the air. Whoever could not look says nothing: a gap is no evidence.</summary>
internal sealed partial class GraphBuilder
{
    private HashSet<string>? _bridgeNames;

    private bool EngineWasRead => !_state.Gaps.Any(g => g.Scope == "engine");

    private bool ProcessesWereRead => !_state.Gaps.Any(g => g.Scope is "processes" or "kernel");

    private Orphan? OrphanOf(VethPair? pair) => pair switch
    {
        null or { Verdict: VethVerdict.Confirmed } => null,
        { Peer: null } => new Orphan(OrphanKind.VethWithoutPeer, "The kernel names no peer."),
        { Peer: { Namespace: null } peer } => new Orphan(OrphanKind.VethWithoutPeer, $"Its peer, ifindex {Invariant(peer.Index)}, is in a namespace not seen."),
        { Peer: { } peer } => new Orphan(
            OrphanKind.VethWithoutPeer,
            $"It names ifindex {Invariant(peer.Index)} of namespace {_names.Place(peer.Namespace.Value)} ({peer.Namespace}) as its peer, {(_links.ContainsKey((peer.Namespace.Value, peer.Index)) ? "which names another" : "which was not read")}."),
    };

    // A namespace with a name of its own was made to stay, and one of an overlay network needs no process.
    private Orphan? OrphanOf(NetworkNamespace netns) =>
        netns.Kind == NetnsKind.Process && netns.ContainerIds.IsEmpty && EngineWasRead && ProcessesWereRead && netns.Paths.Contains(netns.Name)
            ? new Orphan(OrphanKind.NamespaceWithoutProcess, $"No container lives in it and no process was seen in it: {netns.Name} alone holds it.")
            : null;

    private Orphan? OrphanOf(Link bridge)
    {
        if (bridge.Namespace != _host || !EngineWasRead)
            return null;
        _bridgeNames ??= _state.Networks.Select(n => n.BridgeName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return _bridgeNames.Contains(bridge.Name) ? null : new Orphan(OrphanKind.BridgeWithoutNetwork, "No network uses it.");
    }

    private Orphan? OrphanOf(Network network) =>
        network is { Driver: "bridge", BridgeName: { } name } && _host is not null && BridgeOf(network) is null
            ? new Orphan(OrphanKind.NetworkWithoutBridge, _hostLinks.ContainsKey(name) ? $"Link {name} of the host is no bridge." : $"The host has no bridge {name}.")
            : null;
}
