using NetApi.Domain.Topology;

namespace NetApi.Containers;

/// <summary>A link of a container's namespace, read from the kernel with nothing run inside the container.</summary>
/// <param name="Name">Name, such as <c>eth0</c>.</param>
/// <param name="Index">ifindex in the container's namespace.</param>
/// <param name="Kind">The kernel's kind.</param>
/// <param name="Mac">MAC address.</param>
/// <param name="MtuBytes">MTU in bytes.</param>
/// <param name="State">Operational state.</param>
/// <param name="Addresses">Addresses.</param>
/// <param name="VethPair">The other end; null where the link is no veth.</param>
/// <param name="Bridge">The bridge that the other end is a port of; null where it is none, or cannot be seen.</param>
public sealed record InterfaceResource(
    string Name,
    int Index,
    string Kind,
    MacAddress? Mac,
    int MtuBytes,
    LinkState State,
    IReadOnlyList<InterfaceAddress> Addresses,
    InterfaceVethPair? VethPair,
    string? Bridge)
{
    /// <summary>The link with the other end of its pair.</summary>
    public static InterfaceResource Of(Link link, HostIndex index)
    {
        var pair = index.Pairs.Of(link);
        var outer = pair?.Other(link);
        return new InterfaceResource(
            link.Name,
            link.Index,
            link.Kind,
            link.Mac,
            link.MtuBytes,
            link.State,
            link.Addresses,
            pair is null ? null : new InterfaceVethPair(outer?.Name, outer?.Index ?? pair.Peer?.Index, pair.Verdict),
            outer is not null && index.MasterOf(outer) is { IsBridge: true } bridge ? bridge.Name : null);
    }
}

/// <summary>The other end of a container's veth.</summary>
/// <param name="HostName">Its name; null where it could not be read.</param>
/// <param name="HostIndex">Its ifindex; null where the kernel names none.</param>
/// <param name="Verdict">How sure the pairing is.</param>
public sealed record InterfaceVethPair(string? HostName, int? HostIndex, VethVerdict Verdict);
