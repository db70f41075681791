using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>Pairs veth ends by the kernel's own indices (<c>IFLA_LINK</c> and <c>IFLA_LINK_NETNSID</c>), never by name.</summary>
public static class VethPairing
{
    /// <summary>Every veth pair of which at least one end was read, by namespace and index of its first end.</summary>
    public static ImmutableArray<VethPair> Pair(HostState state)
    {
        var veths = state.Links.Where(l => l.IsVeth).ToDictionary(l => (l.Namespace, l.Index));
        var host = state.HostNamespace?.Id;
        var paired = new HashSet<(NetnsId, int)>();
        var pairs = ImmutableArray.CreateBuilder<VethPair>();
        foreach (var end in veths.Values.OrderByDescending(l => l.Namespace == host).ThenBy(l => l.Namespace.Value, StringComparer.Ordinal).ThenBy(l => l.Index))
        {
            if (!paired.Add((end.Namespace, end.Index)))
                continue;
            var pair = PairOf(end, veths);
            if (pair.Second is { } second)
                paired.Add((second.Namespace, second.Index));
            pairs.Add(pair);
        }
        return pairs.ToImmutable();
    }

    private static VethPair PairOf(Link end, Dictionary<(NetnsId, int), Link> veths)
    {
        if (end.Parent is not { Namespace: { } peerNamespace } peer)
            return new VethPair(VethVerdict.Hidden, end, null, end.Parent);
        if (!veths.TryGetValue((peerNamespace, peer.Index), out var other) || !Names(other, end))
            return new VethPair(VethVerdict.OneSided, end, null, peer);
        return new VethPair(VethVerdict.Confirmed, end, other, peer);
    }

    private static bool Names(Link end, Link other) =>
        end.Parent is { } peer && peer.Index == other.Index && peer.Namespace == other.Namespace;
}
