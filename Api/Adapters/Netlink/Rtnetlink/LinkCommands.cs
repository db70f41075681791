using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxIfLink;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlink;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Changes links of one namespace. Needs CAP_NET_ADMIN in it. Each command waits for the kernel's acknowledgement.</summary>
/// <remarks>Every command throws <see cref="NetlinkException"/> where the kernel refuses. Not for several threads at once.</remarks>
public sealed class LinkCommands : IDisposable
{
    private const ushort Create = NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;

    private readonly NetlinkSocket _socket;

    private LinkCommands(NetlinkSocket socket) => _socket = socket;

    /// <summary>Acts in the calling thread's namespace.</summary>
    public static LinkCommands Open() => new(new NetlinkSocket(KernelTransport.Open(NETLINK_ROUTE)));

    /// <summary>Acts in another namespace. Needs CAP_SYS_ADMIN.</summary>
    public static LinkCommands OpenIn(NetnsHandle netns) => NetnsEntry.Run(netns, Open);

    /// <summary>Creates a veth pair, its first end here and its peer in another namespace.</summary>
    /// <remarks>The first end is given a MAC address on purpose: one that the kernel makes up is replaced by udev a moment later, unknown to the peer.</remarks>
    /// <param name="name">Name here, 1 to 15 bytes.</param>
    /// <param name="peerName">Name there, 1 to 15 bytes.</param>
    /// <param name="peerNetns">The peer's namespace; CAP_NET_ADMIN is needed in it too.</param>
    public void CreateVethPair(string name, string peerName, NetnsHandle peerNetns)
    {
        CheckName(name);
        CheckName(peerName);
        _socket.Execute(NetlinkRequest.Create($"RTM_NEWLINK {name}", RTM_NEWLINK, Create, default(ifinfomsg))
            .AddString(IFLA_IFNAME, name)
            .AddBytes(IFLA_ADDRESS, RandomMac())
            .AddNested(IFLA_LINKINFO, info => info
                .AddString(IFLA_INFO_KIND, "veth")
                .AddNested(IFLA_INFO_DATA, data => data
                    .AddNested(LinuxVeth.VETH_INFO_PEER, peer =>
                    {
                        peer.Append(default(ifinfomsg));
                        peer.AddString(IFLA_IFNAME, peerName).AddHostInt32(IFLA_NET_NS_FD, peerNetns.Descriptor);
                    }))));
        GC.KeepAlive(peerNetns);
    }

    /// <summary>The ifindex of the link of that name.</summary>
    public int IndexOf(string name)
    {
        CheckName(name);
        var request = NetlinkRequest.Create($"RTM_GETLINK {name}", RTM_GETLINK, NLM_F_ACK, default(ifinfomsg)).AddString(IFLA_IFNAME, name);
        return _socket.Get(request, LinkDecoder.Decode).Single().Index;
    }

    /// <summary>The links that have an alias (<c>IFLA_IFALIAS</c>), by ifindex.</summary>
    public IReadOnlyDictionary<int, string> Aliases()
    {
        var request = NetlinkRequest.Create("RTM_GETLINK", RTM_GETLINK, NLM_F_DUMP, default(ifinfomsg))
            .AddHostUInt32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return _socket.Dump(request, LinkDecoder.Decode).Items.Where(l => l.Alias is not null).DistinctBy(l => l.Index).ToDictionary(l => l.Index, l => l.Alias!);
    }

    /// <summary>Whether a link passes packets: its operational state is up, not only its administrative one. The kernel gets there in a worker of its own.</summary>
    public bool IsOperational(int index)
    {
        var request = NetlinkRequest.Create($"RTM_GETLINK {index}", RTM_GETLINK, NLM_F_ACK, new ifinfomsg { ifi_index = index });
        return _socket.Get(request, LinkDecoder.Decode).Single().State == LinkState.Up;
    }

    /// <summary>Whether packets to an address are received here: it has its local route. An IPv6 address gets it in a worker of the kernel, some time after it was added.</summary>
    public bool IsReceived(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        var request = NetlinkRequest.Create($"RTM_GETROUTE {address}", RTM_GETROUTE, NLM_F_ACK, new rtmsg
        {
            rtm_family = FamilyOf(address),
            rtm_dst_len = (byte)(octets.Length * 8),
        }).AddBytes(RTA_DST, octets);
        try
        {
            return _socket.Get(request, message => RouteDecoder.Decode(message, default)).Single().Type == RTN_LOCAL;
        }
        catch (NetlinkException e) when (e.Errno is LinuxErrno.ENETUNREACH or LinuxErrno.EHOSTUNREACH or LinuxErrno.EACCES or LinuxErrno.EINVAL)
        {
            // No route at all, or one of type unreachable, prohibit or blackhole.
            return false;
        }
    }

    /// <summary>Sets a link administratively up.</summary>
    public void SetUp(int index) => _socket.Execute(NetlinkRequest.Create(
        $"RTM_SETLINK {index} up", RTM_SETLINK, NLM_F_ACK, new ifinfomsg { ifi_index = index, ifi_flags = LinuxIf.IFF_UP, ifi_change = LinuxIf.IFF_UP }));

    /// <summary>Sets a link's alias (<c>ip link set alias</c>), at most 255 bytes; empty to clear it.</summary>
    public void SetAlias(int index, string alias) => _socket.Execute(NetlinkRequest
        .Create($"RTM_SETLINK {index} alias", RTM_SETLINK, NLM_F_ACK, new ifinfomsg { ifi_index = index })
        .AddString(IFLA_IFALIAS, alias));

    /// <summary>Deletes a link; of a veth pair, both ends.</summary>
    public void Delete(int index) => _socket.Execute(
        NetlinkRequest.Create($"RTM_DELLINK {index}", RTM_DELLINK, NLM_F_ACK, new ifinfomsg { ifi_index = index }));

    /// <summary>Adds an address to a link. An IPv6 address is usable at once: duplicates are not looked for.</summary>
    public void AddAddress(int index, InterfaceAddress address)
    {
        var octets = address.Address.GetAddressBytes();
        _socket.Execute(NetlinkRequest.Create($"RTM_NEWADDR {address}", RTM_NEWADDR, Create, new ifaddrmsg
        {
            ifa_family = FamilyOf(address.Address),
            ifa_prefixlen = (byte)address.PrefixLength,
            ifa_flags = address.Address.AddressFamily == AddressFamily.InterNetworkV6 ? LinuxIfAddr.IFA_F_NODAD : (byte)0,
            ifa_index = (uint)index,
        }).AddBytes(LinuxIfAddr.IFA_LOCAL, octets).AddBytes(LinuxIfAddr.IFA_ADDRESS, octets));
    }

    /// <summary>Adds a route to the main table, over a gateway or, without one, on the link itself.</summary>
    public void AddRoute(IPNetwork destination, IPAddress? gateway, int linkIndex)
    {
        var request = NetlinkRequest.Create($"RTM_NEWROUTE {destination}", RTM_NEWROUTE, Create, new rtmsg
        {
            rtm_family = FamilyOf(destination.BaseAddress),
            rtm_dst_len = (byte)destination.PrefixLength,
            rtm_table = RT_TABLE_MAIN,
            rtm_protocol = RTPROT_STATIC,
            rtm_scope = gateway is null ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE,
            rtm_type = RTN_UNICAST,
        });
        if (destination.PrefixLength > 0)
            request.AddBytes(RTA_DST, destination.BaseAddress.GetAddressBytes());
        if (gateway is not null)
            request.AddBytes(RTA_GATEWAY, gateway.GetAddressBytes());
        _socket.Execute(request.AddHostInt32(RTA_OIF, linkIndex));
    }

    /// <summary>Adds a default route over a gateway of either family.</summary>
    public void AddDefaultRoute(IPAddress gateway, int linkIndex) =>
        AddRoute(new IPNetwork(IpOctets.Any(FamilyOf(gateway)), 0), gateway, linkIndex);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static byte[] RandomMac()
    {
        var octets = RandomNumberGenerator.GetBytes(MacAddress.Length);
        // Locally administered, not a group's.
        octets[0] = (byte)((octets[0] | 0x02) & ~0x01);
        return octets;
    }

    private static byte FamilyOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? (byte)LinuxSocket.AF_INET : (byte)LinuxSocket.AF_INET6;

    private static void CheckName(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) is 0 or >= LinuxIf.IFNAMSIZ)
            throw new ArgumentException($"A link's name has 1 to {LinuxIf.IFNAMSIZ - 1} bytes; '{name}' has not.", nameof(name));
    }
}
