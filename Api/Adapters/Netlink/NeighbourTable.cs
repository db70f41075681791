using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using static NetApi.Adapters.Netlink.Interop.LinuxNeighbour;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;

namespace NetApi.Adapters.Netlink;

/// <summary>The IPv4 neighbour table, which all namespaces of a host share: whoever fills it breaks ARP for everyone.</summary>
/// <remarks>From RTM_GETNEIGHTBL, which shows it in every namespace; <c>/proc/net/stat/arp_cache</c> and the sysctl are in the initial one only.</remarks>
/// <param name="Entries">Entries in use, of all namespaces.</param>
/// <param name="GcThresh3">The most it holds (<c>net.ipv4.neigh.default.gc_thresh3</c>).</param>
/// <param name="TableFulls">How often an entry found no room, since boot; null where the kernel is older than 4.3.</param>
public sealed record NeighbourTable(uint Entries, uint GcThresh3, ulong? TableFulls)
{
    /// <summary>Reads it. Needs no privilege.</summary>
    /// <returns>Null where the kernel lists no such table.</returns>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public static NeighbourTable? Read()
    {
        using var socket = new NetlinkSocket(KernelTransport.Open(NETLINK_ROUTE));
        var request = NetlinkRequest.Create(
            "RTM_GETNEIGHTBL", LinuxRtnetlink.RTM_GETNEIGHTBL, NLM_F_DUMP, new ndtmsg { ndtm_family = LinuxSocket.AF_INET });
        return socket.Dump(request, Decode).Items is [var table, ..] ? table : null;
    }

    internal static NeighbourTable? Decode(NetlinkMessage message)
    {
        if (message.Header.nlmsg_type != LinuxRtnetlink.RTM_NEWNEIGHTBL || message.Body<ndtmsg>().ndtm_family != LinuxSocket.AF_INET)
            return null;
        uint? entries = null;
        uint? threshold = null;
        ulong? fulls = null;
        var attributes = message.AttributesAfter<ndtmsg>();
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type == NDTA_CONFIG)
                entries = attribute.Body<ndt_config>().ndtc_entries;
            else if (attribute.Type == NDTA_THRESH3)
                threshold = attribute.HostUInt32;
            else if (attribute.Type == NDTA_STATS)
                fulls = attribute.Body<ndt_stats>().ndts_table_fulls;
        }
        // Each link's own parameters follow in messages without the table's.
        return entries is { } used && threshold is { } most ? new NeighbourTable(used, most, fulls) : null;
    }
}
