using System.Collections.Immutable;
using System.Net;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Adapters.Netlink;

/// <summary>The order of each list of a namespace, as <see cref="HostState"/> names it: the kernel's own follows its tables' inner shape.</summary>
/// <remarks>
/// Where two compare as equal the kernel's order stays, as it means something there: the first of two equal rules or routes is used,
/// the first of two addresses is the primary one.
/// </remarks>
internal static class KernelOrder
{
    /// <summary>By ifindex.</summary>
    public static readonly Comparer<Link> Links = Comparer<Link>.Create((a, b) => a.Index.CompareTo(b.Index));

    /// <summary>By link, IPv4 before IPv6.</summary>
    public static readonly Comparer<LinkAddress> Addresses = Comparer<LinkAddress>.Create((a, b) =>
        First(a.LinkIndex.CompareTo(b.LinkIndex), Family(a.Address.Address).CompareTo(Family(b.Address.Address))));

    /// <summary>By family, table, destination, type of service and metric.</summary>
    public static readonly Comparer<Route> Routes = Comparer<Route>.Create(CompareRoutes);

    /// <summary>By family and priority.</summary>
    public static readonly Comparer<RoutingRule> Rules = Comparer<RoutingRule>.Create((a, b) =>
        First(a.IsIpv6.CompareTo(b.IsIpv6), a.Priority.CompareTo(b.Priority)));

    /// <summary>By link and address; entries of its own before those it answers for.</summary>
    public static readonly Comparer<Neighbour> Neighbours = Comparer<Neighbour>.Create((a, b) =>
        First(a.LinkIndex.CompareTo(b.LinkIndex), Compare(a.Address, b.Address), a.IsProxy.CompareTo(b.IsProxy)));

    /// <summary>By link, MAC, database, VLAN and remote end.</summary>
    public static readonly Comparer<FdbEntry> Fdb = Comparer<FdbEntry>.Create(CompareFdb);

    /// <summary>By protocol, port and address; sockets that share those by link and inode.</summary>
    public static readonly Comparer<ListeningSocket> Sockets = Comparer<ListeningSocket>.Create(CompareSockets);

    /// <summary>The items of a dump in their order. One that was interrupted may list an item twice: the second is left out.</summary>
    public static ImmutableArray<T> Arrange<T>(Dump<T> dump, Comparer<T> order)
        where T : class => Arrange(dump.IsInterrupted ? [.. dump.Items.Distinct()] : dump.Items, order);

    private static ImmutableArray<T> Arrange<T>(IReadOnlyList<T> items, Comparer<T> order)
    {
        for (var i = 1; i < items.Count; i++)
        {
            // Order keeps the kernel's order of equal items, which Sort does not.
            if (order.Compare(items[i - 1], items[i]) > 0)
                return [.. items.Order(order)];
        }
        return [.. items];
    }

    private static int CompareRoutes(Route a, Route b)
    {
        var byTable = First(Family(a.Destination.BaseAddress).CompareTo(Family(b.Destination.BaseAddress)), a.Table.CompareTo(b.Table));
        return byTable != 0 ? byTable : First(
            Compare(a.Destination.BaseAddress, b.Destination.BaseAddress),
            a.Destination.PrefixLength.CompareTo(b.Destination.PrefixLength),
            b.Tos.CompareTo(a.Tos),
            a.Metric.CompareTo(b.Metric));
    }

    private static int CompareFdb(FdbEntry a, FdbEntry b)
    {
        var byKey = First(a.LinkIndex.CompareTo(b.LinkIndex), a.Mac.CompareTo(b.Mac), Nullable.Compare(a.BridgeIndex, b.BridgeIndex));
        return byKey != 0 ? byKey : First(Nullable.Compare(a.Vlan, b.Vlan), Compare(a.Remote, b.Remote), Nullable.Compare(a.Vni, b.Vni));
    }

    private static int CompareSockets(ListeningSocket a, ListeningSocket b)
    {
        var byName = First(a.Protocol.CompareTo(b.Protocol), a.Port.CompareTo(b.Port), Compare(a.Address, b.Address));
        return byName != 0 ? byName : First(Nullable.Compare(a.LinkIndex, b.LinkIndex), a.Inode.CompareTo(b.Inode));
    }

    private static int Family(IPAddress address) => (int)address.AddressFamily;

    // None before IPv4 before IPv6, then by octets.
    private static int Compare(IPAddress? a, IPAddress? b)
    {
        if (a is null || b is null)
            return (a is null ? 0 : 1) - (b is null ? 0 : 1);
        var byFamily = Family(a).CompareTo(Family(b));
        if (byFamily != 0)
            return byFamily;
        Span<byte> octets = stackalloc byte[16];
        Span<byte> others = stackalloc byte[16];
        a.TryWriteBytes(octets, out var length);
        b.TryWriteBytes(others, out _);
        return octets[..length].SequenceCompareTo(others[..length]);
    }

    private static int First(int major, int minor) => major != 0 ? major : minor;

    private static int First(int major, int middle, int minor) => First(major, First(middle, minor));

    private static int First(int first, int second, int third, int fourth) => First(First(first, second), First(third, fourth));
}
