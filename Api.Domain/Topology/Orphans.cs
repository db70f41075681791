using System.Globalization;

namespace NetApi.Domain.Topology;

/// <summary>What something lacks that is left over.</summary>
public enum OrphanKind
{
    /// <summary>A veth whose other end is nowhere.</summary>
    VethWithoutPeer,

    /// <summary>A namespace that a mount alone holds: no process is in it, and nobody named it, or it was named and leads nowhere.</summary>
    NamespaceWithoutProcess,

    /// <summary>A bridge that Docker made, of no network.</summary>
    BridgeWithoutNetwork,

    /// <summary>A network whose bridge is gone.</summary>
    NetworkWithoutBridge,
}

/// <summary>Says why something is left over.</summary>
/// <param name="Kind">What it lacks.</param>
/// <param name="Detail">A sentence.</param>
public sealed record Orphan(OrphanKind Kind, string Detail);

/// <summary>Finds what is left over in a state. Where the other half may only not have been readable, nothing is called an orphan.</summary>
public sealed class Orphans
{
    private readonly HostIndex _index;
    private readonly bool _sawKernel;
    private readonly bool _sawEngine;

    internal Orphans(HostIndex index)
    {
        _index = index;
        var gaps = index.State.Gaps;
        _sawKernel = index.Host is not null && !gaps.Any(g => g.Scope is "kernel" or "processes" || g.Scope.StartsWith("namespace:", StringComparison.Ordinal));
        _sawEngine = !gaps.Any(g => g.Scope == "engine");
    }

    /// <summary>Why a veth pair has one end only; null where it has both, or where the other may be in what could not be read.</summary>
    public Orphan? Of(VethPair pair)
    {
        if (pair.Second is not null || !_sawKernel)
            return null;
        var detail = pair.Peer switch
        {
            null => $"The kernel names no peer of {pair.First.Name}.",
            { Namespace: { } id, Index: var index } => string.Create(CultureInfo.InvariantCulture,
                $"The peer of {pair.First.Name} is said to be link {index} of namespace {_index.Namespace(id)?.Name ?? id.Value}, and no veth there names it back."),
            { Index: var index } => string.Create(CultureInfo.InvariantCulture,
                $"The peer of {pair.First.Name}, link {index} of its namespace, is in none that a process or a mount leads to. An open file of some process may keep it alive."),
        };
        return new Orphan(OrphanKind.VethWithoutPeer, detail);
    }

    /// <summary>Why a namespace is left over; null where it is not, or where a process in it may have been hidden.</summary>
    public Orphan? Of(NetworkNamespace netns)
    {
        if (!_sawKernel || !_sawEngine)
            return null;
        return netns.Kind switch
        {
            // A namespace is called by its path only where no process is in it.
            NetnsKind.Process when netns.Paths.Contains(netns.Name) && !netns.Paths.Any(DockerNames.IsSwarms) => new Orphan(
                OrphanKind.NamespaceWithoutProcess,
                $"No process is in it and no container owns it; the mount on {netns.Name} alone keeps it, and all that is in it, alive."),
            // One that was named is mostly without a process, and is used by its links.
            NetnsKind.Named when netns.IsWithoutProcess && _index.LinksOf(netns.Id).All(l => l.Kind == "loopback") => new Orphan(
                OrphanKind.NamespaceWithoutProcess,
                $"No process was in it when they were last looked through (every 15 s), and it has no link but lo; the name {netns.Name} alone keeps it alive."),
            _ => null,
        };
    }

    /// <summary>Why a bridge is left over; null for those that carry a network, and for those that Docker did not make.</summary>
    public Orphan? OfBridge(Link bridge) =>
        bridge.IsBridge && bridge.Namespace == _index.Host?.Id && _sawEngine && DockerNames.IsBridge(bridge.Name) && _index.NetworkOf(bridge) is null
            ? new Orphan(OrphanKind.BridgeWithoutNetwork, $"{bridge.Name} has a name that Docker gives, and no network of this engine is carried by it.")
            : null;

    /// <summary>Why a network cannot work; null where its bridge is there, where it needs none, and where the host's links could not be read.</summary>
    public Orphan? Of(Network network) =>
        network.BridgeName is { } name && _sawKernel && _index.Link(_index.Host!.Id, name) is not { IsBridge: true }
            ? new Orphan(OrphanKind.NetworkWithoutBridge, $"The host has no bridge {name}, which carries network {network.Name}. Its containers reach nothing through it.")
            : null;
}
