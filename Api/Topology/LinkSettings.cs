using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Topology;

/// <summary>A link's part as a bridge port.</summary>
/// <param name="State">Its state; null where the kernel does not tell.</param>
/// <param name="Settings">Its settings; null where they were not read.</param>
public sealed record BridgePort(BridgePortState? State, BridgePortSettings? Settings)
{
    /// <summary>The part of <paramref name="link"/>; null where it is no bridge port.</summary>
    public static BridgePort? Of(Link link) => link.PortState is null && link.Port is null ? null : new(link.PortState, link.Port);
}

/// <summary>Membership in a VLAN of a bridge.</summary>
/// <param name="Id">1 to 4094.</param>
/// <param name="Pvid">Untagged frames that come in belong to it.</param>
/// <param name="Untagged">Frames leave without a tag.</param>
public sealed record VlanMembership(int Id, bool Pvid, bool Untagged)
{
    /// <summary>Those of a bridge port or bridge.</summary>
    public static ValueList<VlanMembership> Of(Link link) => [.. link.Vlans.Select(v => new VlanMembership(v.Id, v.IsPvid, v.IsUntagged))];
}

/// <summary>Settings of a vxlan link.</summary>
/// <param name="Vni">VXLAN network identifier; 0 where the link is external.</param>
/// <param name="Local">Source address; null where the kernel chooses.</param>
/// <param name="Remote">Remote VTEP or multicast group; null where the forwarding database decides.</param>
/// <param name="Port">UDP destination port.</param>
/// <param name="External">Metadata of each packet decides.</param>
/// <param name="Learning">Learns addresses of remote VTEPs.</param>
public sealed record VxlanResource(uint Vni, IPAddress? Local, IPAddress? Remote, int Port, bool External, bool Learning)
{
    /// <summary>The same; null stays null.</summary>
    public static VxlanResource? Of(VxlanSettings? vxlan) =>
        vxlan is null ? null : new(vxlan.Vni, vxlan.Local, vxlan.Remote, vxlan.Port, vxlan.IsExternal, vxlan.Learning);
}
