using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Tells the settings of links: of bridges, their ports, and what is made of another link.</summary>
internal static class LinkSettings
{
    // What it is a setting of, so that a link that becomes a port is not told with every setting of ports; and what it is called.
    private static readonly ImmutableArray<(Func<LinkView, object?> Of, string What, Func<LinkView, object?> Value)> All =
    [
        (v => v.Bridge, "STP", v => v.Bridge!.Stp),
        (v => v.Bridge, "VLAN filtering", v => v.Bridge!.VlanFiltering),
        (v => v.Bridge, "default PVID", v => v.Bridge!.DefaultPvid),
        (v => v.Bridge, "multicast snooping", v => v.Bridge!.MulticastSnooping),
        (v => v.Bridge, "ageing time in seconds", v => v.Bridge!.AgeingSeconds),
        (v => v.Bridge, "forward delay in seconds", v => v.Bridge!.ForwardDelaySeconds),
        (v => v.Port, "hairpin", v => v.Port!.Hairpin),
        (v => v.Port, "isolation", v => v.Port!.Isolated),
        (v => v.Port, "learning", v => v.Port!.Learning),
        (v => v.Port, "unicast flood", v => v.Port!.UnicastFlood),
        (v => v.Port, "guard", v => v.Port!.Guard),
        (v => v.Port, "root block", v => v.Port!.RootBlock),
        (v => v.Port, "neighbour suppression", v => v.Port!.NeighbourSuppression),
        (v => v.Port, "path cost", v => v.Port!.Cost),
        (v => v.Port, "port priority", v => v.Port!.Priority),
        (v => v.Vlan, "VLAN id", v => v.Vlan!.Id),
        (v => v.Vlan, "VLAN protocol", v => v.Vlan!.Protocol),
        (v => v.Vxlan, "VNI", v => v.Vxlan!.Vni),
        (v => v.Vxlan, "local address", v => v.Vxlan!.Local),
        (v => v.Vxlan, "remote address", v => v.Vxlan!.Remote),
        (v => v.Vxlan, "UDP port", v => v.Vxlan!.Port),
        (v => v.Vxlan, "external mode", v => v.Vxlan!.IsExternal),
        (v => v.Vxlan, "learning of VTEPs", v => v.Vxlan!.Learning),
        (v => v.Tunnel, "local end", v => v.Tunnel!.Local),
        (v => v.Tunnel, "remote end", v => v.Tunnel!.Remote),
        (v => v.Tunnel, "tunnel id", v => v.Tunnel!.Id),
        (v => v.Mode, "mode", v => v.Mode),
    ];

    /// <summary>Adds the settings that both have and that differ.</summary>
    public static Clauses AddSettings(this Clauses clauses, LinkView before, LinkView after)
    {
        foreach (var (of, what, value) in All)
        {
            if (of(before) is not null && of(after) is not null)
                clauses.Has(what, value(before), value(after));
        }
        // A link that joins or leaves a bridge changes its VLANs with it.
        return before.Master == after.Master && !before.Vlans.Equals(after.Vlans) ? clauses.Has("VLANs", InWords(before.Vlans), InWords(after.Vlans)) : clauses;
    }

    private static ValueList<string> InWords(ValueList<PortVlan> vlans) =>
        new(vlans.Select(v => $"{v.Id}{(v.IsPvid ? " pvid" : "")}{(v.IsUntagged ? " untagged" : "")}"));
}
