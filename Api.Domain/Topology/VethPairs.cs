using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>The veth pairs of a state, found by either end, with the containers behind them.</summary>
public sealed class VethPairs
{
    private readonly Dictionary<(NetnsId, int), VethPair> _byEnd = [];
    private readonly HostIndex _index;

    /// <summary>Pairs the veth links of a state.</summary>
    internal VethPairs(HostIndex index)
    {
        _index = index;
        All = VethPairing.Pair(index.State);
        foreach (var pair in All)
        {
            _byEnd[(pair.First.Namespace, pair.First.Index)] = pair;
            if (pair.Second is { } second)
                _byEnd[(second.Namespace, second.Index)] = pair;
        }
    }

    /// <summary>Every pair.</summary>
    public ImmutableArray<VethPair> All { get; }

    /// <summary>The pair that <paramref name="end"/> is an end of; null where it is no veth.</summary>
    public VethPair? Of(Link end) => _byEnd.GetValueOrDefault((end.Namespace, end.Index));

    /// <summary>The container that has the other end of <paramref name="hostEnd"/>; null where that end is in no container.</summary>
    public Container? ContainerBehind(Link hostEnd) =>
        Of(hostEnd)?.Other(hostEnd) is { } inner ? _index.ContainerIn(inner.Namespace) : null;
}
