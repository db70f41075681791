namespace NetApi.Domain.Topology;

/// <summary>How sure a pairing is.</summary>
public enum VethVerdict
{
    /// <summary>Both ends were read and each names the other.</summary>
    Confirmed,

    /// <summary>The peer's namespace is known, but the peer was not read or does not name this end.</summary>
    OneSided,

    /// <summary>The peer is in a namespace that cannot be seen.</summary>
    Hidden,
}

/// <summary>Two veth links, each the other's peer.</summary>
/// <param name="Verdict">How sure the pairing is.</param>
/// <param name="First">The end that was read; of two, the one in the host's namespace, or the first by namespace and index.</param>
/// <param name="Second">The other end; null where it was not read.</param>
/// <param name="Peer">What <paramref name="First"/> says of its peer; null where the kernel names none.</param>
public sealed record VethPair(VethVerdict Verdict, Link First, Link? Second, LinkReference? Peer)
{
    /// <summary>The end at the other side of <paramref name="end"/>; null where it was not read.</summary>
    public Link? Other(Link end) => SameLink(First, end) ? Second : First;

    /// <summary>Whether <paramref name="link"/> is one of the ends.</summary>
    public bool Has(Link link) => SameLink(First, link) || (Second is { } second && SameLink(second, link));

    private static bool SameLink(Link a, Link b) => a.Index == b.Index && a.Namespace == b.Namespace;
}
