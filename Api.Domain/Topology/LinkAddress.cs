using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>An address of a link with all that the kernel says of it, as RTM_GETADDR gives it; <see cref="Link.Addresses"/> has the short form.</summary>
public sealed record LinkAddress
{
    /// <summary>The namespace it is in.</summary>
    public required NetnsId Namespace { get; init; }

    /// <summary>ifindex of its link.</summary>
    public required int LinkIndex { get; init; }

    /// <summary>The address (<c>IFA_LOCAL</c>) with its prefix length.</summary>
    public required InterfaceAddress Address { get; init; }

    /// <summary>Address of the other end of a point-to-point link; null where it is none.</summary>
    public IPAddress? Peer { get; init; }

    /// <summary>IPv4 broadcast address; null where it has none.</summary>
    public IPAddress? Broadcast { get; init; }

    /// <summary>IPv4 label such as <c>eth0:1</c>; null where it has none.</summary>
    public string? Label { get; init; }

    /// <summary>How far it is valid: <c>global</c>, <c>site</c>, <c>link</c>, <c>host</c>, or its number.</summary>
    public required string Scope { get; init; }

    /// <summary>Flags in the words of ip-address(8), sorted: <c>permanent</c>, <c>dynamic</c>, <c>secondary</c>, <c>temporary</c>, <c>deprecated</c>, <c>tentative</c>, <c>dadfailed</c>, <c>nodad</c>, <c>optimistic</c>, <c>home</c>, <c>mngtmpaddr</c>, <c>noprefixroute</c>, <c>autojoin</c>, <c>stable-privacy</c>.</summary>
    public ValueList<string> Flags { get; init; }

    /// <summary>Metric of its prefix route; null where none is set.</summary>
    public uint? Metric { get; init; }

    /// <summary>When it stops being valid, UTC, to the second or so; null for ever. A timer, and so no part of what makes a revision.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>When it becomes deprecated, UTC, to the second or so; null for never. A timer as <see cref="ValidUntil"/>.</summary>
    public DateTimeOffset? PreferredUntil { get; init; }
}
