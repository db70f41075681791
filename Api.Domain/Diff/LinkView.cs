using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A link, without its ifindex, which is new with each start, and without its addresses, which are an entity of their own.</summary>
/// <param name="Namespace">Name of its namespace: <c>host</c>, <c>container:myweb</c> …</param>
/// <param name="Name">Name.</param>
/// <param name="Kind">The kernel's kind.</param>
/// <param name="Mac">MAC address; null where it has none.</param>
/// <param name="MtuBytes">MTU in bytes.</param>
/// <param name="State">Operational state.</param>
/// <param name="IsUp">Administratively up.</param>
/// <param name="Master">Name of the bridge or bond it is enslaved to; null where it is not.</param>
/// <param name="HasCarrier">Whether it has a carrier; null where the kernel does not tell.</param>
/// <param name="AltNames">Alternative names.</param>
/// <param name="Alias">Alias; null where there is none.</param>
/// <param name="Bridge">Settings of a bridge; null for other kinds.</param>
/// <param name="Port">Settings as a bridge port; null where it is not one.</param>
/// <param name="Vlans">VLANs it is a member of as a bridge or port.</param>
/// <param name="Vlan">VLAN of a vlan link; null for other kinds.</param>
/// <param name="Vxlan">Settings of a vxlan link; null for other kinds.</param>
/// <param name="Tunnel">Ends of a tunnel; null for other kinds.</param>
/// <param name="Mode">Mode of a macvlan, macvtap, ipvlan, bond or tun link; null for other kinds.</param>
public sealed record LinkView(
    string Namespace,
    string Name,
    string Kind,
    MacAddress? Mac,
    int MtuBytes,
    LinkState State,
    bool IsUp,
    string? Master,
    bool? HasCarrier,
    ValueList<string> AltNames,
    string? Alias,
    BridgeSettings? Bridge,
    BridgePortSettings? Port,
    ValueList<PortVlan> Vlans,
    VlanSettings? Vlan,
    VxlanSettings? Vxlan,
    TunnelSettings? Tunnel,
    string? Mode) : IPlacedView
{
    /// <summary>Its key: the namespace, and the name that it has in the comparison. That is the last one of a link that was renamed.</summary>
    internal string Key { get; private init; } = "";

    internal static string KeyOf(Link link, Side side) => $"{side.PlaceOf(link.Namespace)}/{side.NameOf(link)}";

    internal static LinkView Of(Link link, Side side) => new(
        side.PlaceOf(link.Namespace),
        link.Name,
        link.Kind,
        link.Mac,
        link.MtuBytes,
        link.State,
        link.IsUp,
        link.MasterIndex is { } master ? side.LinkNameOrIndex(link.Namespace, master) : null,
        link.HasCarrier,
        link.AltNames,
        link.Alias,
        link.Bridge,
        link.Port,
        link.Vlans,
        link.Vlan,
        link.Vxlan,
        link.Tunnel,
        link.Mode)
    {
        Key = KeyOf(link, side),
    };

    /// <summary><c>eth0 of container myweb</c>; of the host's links only the name.</summary>
    internal string InWords => Namespace == Place.Host ? Name : $"{Name} of {Place.InWords(Namespace)}";

    /// <summary>Whether nothing is to be told of the two.</summary>
    internal static bool AreSame(LinkView before, LinkView after) => before == after || (before.Key == after.Key && Compare(new Clauses(""), before, after).IsEmpty);

    /// <summary>Adds what changed.</summary>
    internal static Clauses Compare(Clauses clauses, LinkView before, LinkView after) => clauses
        .Add(before.Name != after.Name, $"was renamed to {after.Name}")
        .Add(before.Kind != after.Kind, $"is now of kind {after.Kind} (was {before.Kind})")
        .Add(before.Master != after.Master, Enslaved(before.Master, after.Master))
        .Add(before.IsUp != after.IsUp, after.IsUp ? "was set up" : "was set down")
        // A link that was set up or down changes its operational state with it.
        .Add(before.IsUp == after.IsUp && before.State != after.State, $"is now {InWordsOf(after.State)} (was {InWordsOf(before.State)})")
        // As with the state; and a link that is down has none.
        .Add(before.IsUp == after.IsUp && before.State == after.State && before.HasCarrier != after.HasCarrier && before.HasCarrier is not null && after.HasCarrier is not null, after.HasCarrier == true ? "has a carrier" : "has no carrier")
        .Has("MAC", before.Mac, after.Mac)
        .Has("MTU", before.MtuBytes, after.MtuBytes)
        .Has("alternative names", before.AltNames, after.AltNames)
        .Has("alias", before.Alias, after.Alias)
        .AddSettings(before, after);

    private static string Enslaved(string? before, string? after) => (before, after) switch
    {
        (null, _) => $"is now a port of {after}",
        (_, null) => $"is no longer a port of {before}",
        _ => $"moved from {before} to {after}",
    };

    private static string InWordsOf(LinkState state) => state switch
    {
        LinkState.NotPresent => "not present",
        LinkState.LowerLayerDown => "down as its lower link is down",
        LinkState.Unknown => "in an unknown state",
        _ => state.ToString().ToLowerInvariant(),
    };
}
