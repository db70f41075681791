using System.Net;
using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.Addresses;

/// <summary>An address of a link, with all that the kernel says of it.</summary>
public sealed record AddressResource
{
    /// <summary>The namespace it is in.</summary>
    public required NamespaceRef? Namespace { get; init; }

    /// <summary>The container whose namespace that is; null for other namespaces.</summary>
    public ContainerRef? Container { get; init; }

    /// <summary>Its link.</summary>
    public required LinkRef Link { get; init; }

    /// <summary>IP version.</summary>
    public required IpFamily Family { get; init; }

    /// <summary>The address with its prefix length.</summary>
    public required InterfaceAddress Address { get; init; }

    /// <summary>Address of the other end of a point-to-point link; null where it is none.</summary>
    public IPAddress? Peer { get; init; }

    /// <summary>IPv4 broadcast address; null where it has none.</summary>
    public IPAddress? Broadcast { get; init; }

    /// <summary>IPv4 label; null where it has none.</summary>
    public string? Label { get; init; }

    /// <summary>How far it is valid: <c>global</c>, <c>site</c>, <c>link</c>, <c>host</c>, or its number.</summary>
    public required string Scope { get; init; }

    /// <summary>Flags in the words of ip-address(8): <c>permanent</c>, <c>dynamic</c>, <c>secondary</c>, <c>deprecated</c>, <c>tentative</c> …</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>Metric of its prefix route; null where none is set.</summary>
    public uint? Metric { get; init; }

    /// <summary>When it stops being valid, UTC; null for never.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>When it becomes deprecated, UTC; null for never.</summary>
    public DateTimeOffset? PreferredUntil { get; init; }

    /// <summary>The address as the state shows it.</summary>
    internal static AddressResource Of(LinkAddress address, HostIndex index) => new()
    {
        Namespace = NamespaceRef.Of(index.Namespace(address.Namespace)),
        Container = ContainerRef.Of(index.ContainerIn(address.Namespace)),
        Link = LinkRef.Of(index, address.Namespace, address.LinkIndex),
        Family = IpFamilies.Of(address.Address.Address),
        Address = address.Address,
        Peer = address.Peer,
        Broadcast = address.Broadcast,
        Label = address.Label,
        Scope = address.Scope,
        Flags = address.Flags,
        Metric = address.Metric,
        ValidUntil = address.ValidUntil,
        PreferredUntil = address.PreferredUntil,
    };

    /// <summary>Sorts addresses by namespace, link and address; one link may have an address twice, with two prefixes or peers.</summary>
    internal static string KeyOf(LinkAddress address, HostIndex index) =>
        $"{PlaceFilter.KeyOf(index, address.Namespace)}/{address.LinkIndex:D10}/{IpFamilies.KeyOf(address.Address.Address)}/{address.Address.PrefixLength:D3}/{address.Peer}";
}
