using System.Net;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlink;

namespace NetApi.Bench.Hosts;

/// <summary>Changes links, addresses and routes of one namespace, there and back. Each command returns when the kernel has acknowledged it, its events then being out.</summary>
internal sealed class NetworkChanges : IDisposable
{
    private const ushort RTM_DELADDR = 21;
    private const ushort RTM_DELROUTE = 25;

    private readonly NetlinkSocket _socket = new(KernelTransport.Open(NETLINK_ROUTE));

    private NetworkChanges()
    {
    }

    /// <summary>Acts in the calling thread's namespace.</summary>
    public static NetworkChanges Here() => new();

    /// <summary>Acts in a container's namespace.</summary>
    public static NetworkChanges In(SyntheticContainer container)
    {
        using var netns = NetnsHandle.Open(container.Path);
        return NetnsEntry.Run(netns, Here);
    }

    /// <summary>Sets a link up or down.</summary>
    public void SetUp(int index, bool isUp) => _socket.Execute(NetlinkRequest.Create(
        "RTM_SETLINK", RTM_SETLINK, NLM_F_ACK, new ifinfomsg { ifi_index = index, ifi_flags = isUp ? LinuxIf.IFF_UP : 0, ifi_change = LinuxIf.IFF_UP }));

    /// <summary>Adds an IPv4 address with a prefix of 32 bits, or takes it away.</summary>
    public void SetAddress(int index, IPAddress address, bool isThere) => _socket.Execute(NetlinkRequest
        .Create("RTM_NEWADDR", isThere ? RTM_NEWADDR : RTM_DELADDR, FlagsOf(isThere), new ifaddrmsg { ifa_family = LinuxSocket.AF_INET, ifa_prefixlen = 32, ifa_index = (uint)index })
        .AddBytes(LinuxIfAddr.IFA_LOCAL, address.GetAddressBytes())
        .AddBytes(LinuxIfAddr.IFA_ADDRESS, address.GetAddressBytes()));

    /// <summary>Adds an IPv4 route to one host, or takes it away.</summary>
    public void SetRoute(int index, IPAddress destination, IPAddress gateway, bool isThere) => _socket.Execute(NetlinkRequest
        .Create("RTM_NEWROUTE", isThere ? RTM_NEWROUTE : RTM_DELROUTE, FlagsOf(isThere), new rtmsg
        {
            rtm_family = LinuxSocket.AF_INET,
            rtm_dst_len = 32,
            rtm_table = RT_TABLE_MAIN,
            rtm_protocol = RTPROT_STATIC,
            rtm_scope = RT_SCOPE_UNIVERSE,
            rtm_type = RTN_UNICAST,
        })
        .AddBytes(RTA_DST, destination.GetAddressBytes())
        .AddBytes(RTA_GATEWAY, gateway.GetAddressBytes())
        .AddHostInt32(RTA_OIF, index));

    public void Dispose() => _socket.Dispose();

    private static ushort FlagsOf(bool isThere) => isThere ? (ushort)(NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL) : NLM_F_ACK;
}
