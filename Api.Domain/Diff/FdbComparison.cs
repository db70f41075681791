using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>An entry of a forwarding database that somebody set.</summary>
/// <param name="Namespace">Name of its namespace.</param>
/// <param name="Link">Name of the link frames leave by.</param>
/// <param name="Mac">MAC address; all zero for what no other entry has.</param>
/// <param name="Vlan">VLAN id; null where VLANs do not count.</param>
/// <param name="Remote">Remote VTEP; null where it is none of a vxlan link.</param>
/// <param name="Vni">VNI, where it differs from the link's; null otherwise.</param>
public sealed record FdbView(string Namespace, string Link, MacAddress Mac, ushort? Vlan, IPAddress? Remote, uint? Vni) : IPlacedView;

/// <summary>Entries that were neither learned nor made by the kernel for each link: its own addresses, and the multicast groups it listens to. The key holds all of one.</summary>
internal sealed class FdbComparison() : EntityComparison<FdbView>(ChangeEntity.Fdb)
{
    protected override IEnumerable<Keyed<FdbView>> Read(Side side, Side other) =>
        from entry in side.Read.Fdb
        where !entry.IsLearned && !entry.Mac.IsMulticast && side.FindLink(entry.Namespace, entry.LinkIndex)?.Mac != entry.Mac
        let view = new FdbView(side.PlaceOf(entry.Namespace), side.LinkNameOrIndex(entry.Namespace, entry.LinkIndex), entry.Mac, entry.Vlan, entry.Remote, entry.Vni)
        select new Keyed<FdbView>($"{view.Namespace}/{view.Link}/{view.Mac}{Conditions(view)}", "", view);

    protected override bool Shows(Side side, FdbView view) => side.SawPlace(view.Namespace) && side.SawDetails;

    protected override string Added(FdbView after, Side from) => $"{InWords(after)} was added";

    protected override string Removed(FdbView before, Side to) => $"{InWords(before)} is gone";

    private static string InWords(FdbView view) => $"forwarding entry {view.Mac}{Conditions(view)} on {view.Link}{Place.Suffix(view.Namespace)}";

    private static string Conditions(FdbView view) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(view.Vlan is { } vlan ? $" vlan {vlan}" : "")}{(view.Remote is { } remote ? $" dst {remote}" : "")}{(view.Vni is { } vni ? $" vni {vni}" : "")}");
}
