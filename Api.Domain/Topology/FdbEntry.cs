using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>An entry of a forwarding database, of a bridge or of a vxlan link, as <c>bridge fdb</c> shows it (RTM_GETNEIGH, AF_BRIDGE).</summary>
public sealed record FdbEntry
{
    /// <summary>The namespace it is in.</summary>
    public required NetnsId Namespace { get; init; }

    /// <summary>ifindex of the link frames leave by.</summary>
    public required int LinkIndex { get; init; }

    /// <summary>ifindex of the bridge whose database it is in; null for the link's own (<c>self</c>).</summary>
    public int? BridgeIndex { get; init; }

    /// <summary>MAC address.</summary>
    public required MacAddress Mac { get; init; }

    /// <summary>VLAN id; null where VLANs do not count.</summary>
    public ushort? Vlan { get; init; }

    /// <summary>Learned from traffic: it ages, and makes no revision.</summary>
    public bool IsLearned { get; init; }

    /// <summary>State and flags in the words of bridge(8): <c>permanent</c>, <c>static</c>, <c>stale</c>, <c>self</c>, <c>master</c>, <c>extern_learn</c>, <c>offload</c>, <c>sticky</c>, <c>router</c>.</summary>
    public ValueList<string> Flags { get; init; }

    /// <summary>Address of the remote VTEP, for a vxlan link; null otherwise.</summary>
    public IPAddress? Remote { get; init; }

    /// <summary>VNI, where it differs from the link's; null otherwise.</summary>
    public uint? Vni { get; init; }
}
