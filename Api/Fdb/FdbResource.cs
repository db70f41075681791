using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.Fdb;

/// <summary>An entry of a forwarding database, of a bridge or of a vxlan link.</summary>
/// <param name="Namespace">The namespace it is in.</param>
/// <param name="Container">The container whose namespace that is; null for other namespaces.</param>
/// <param name="Bridge">The bridge whose database it is in; null for the link's own (<c>self</c>).</param>
/// <param name="Link">The link frames leave by.</param>
/// <param name="Mac">MAC address.</param>
/// <param name="Vlan">VLAN id; null where VLANs do not count.</param>
/// <param name="Learned">Learned from traffic: it ages, and makes no revision.</param>
/// <param name="Flags">State and flags in the words of bridge(8): <c>permanent</c>, <c>static</c>, <c>self</c>, <c>master</c> …</param>
/// <param name="Remote">Address of the remote VTEP, for a vxlan link; null otherwise.</param>
/// <param name="Vni">VNI, where it differs from the link's; null otherwise.</param>
/// <param name="Behind">The container at the other end, where the link is a veth; null otherwise.</param>
public sealed record FdbResource(
    NamespaceRef? Namespace,
    ContainerRef? Container,
    LinkRef? Bridge,
    LinkRef Link,
    MacAddress Mac,
    int? Vlan,
    bool Learned,
    IReadOnlyList<string> Flags,
    IPAddress? Remote,
    uint? Vni,
    ContainerRef? Behind)
{
    /// <summary>The entry as the state shows it.</summary>
    internal static FdbResource Of(FdbEntry entry, HostIndex index) => new(
        NamespaceRef.Of(index.Namespace(entry.Namespace)),
        ContainerRef.Of(index.ContainerIn(entry.Namespace)),
        LinkRef.Of(index, entry.Namespace, entry.BridgeIndex),
        LinkRef.Of(index, entry.Namespace, entry.LinkIndex),
        entry.Mac,
        entry.Vlan,
        entry.IsLearned,
        entry.Flags,
        entry.Remote,
        entry.Vni,
        index.Link(entry.Namespace, entry.LinkIndex) is { IsVeth: true } veth ? ContainerRef.Of(index.Pairs.ContainerBehind(veth)) : null);

    /// <summary>Sorts entries by namespace, link and MAC; a vxlan link may have one MAC with several remotes.</summary>
    internal static string KeyOf(FdbEntry entry, HostIndex index) => string.Create(CultureInfo.InvariantCulture,
        $"{PlaceFilter.KeyOf(index, entry.Namespace)}/{entry.LinkIndex:D10}/{entry.Mac}/{entry.Vlan:D4}/{entry.BridgeIndex:D10}/{entry.Remote}/{entry.Vni}/{string.Join(',', entry.Flags.Take(8))}");
}
