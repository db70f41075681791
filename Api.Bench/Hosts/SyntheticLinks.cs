using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using static NetApi.Adapters.Netlink.Interop.LinuxIfLink;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlink;

namespace NetApi.Bench.Hosts;

/// <summary>Makes links that NetApi itself never makes, each in one message, so that thousands take seconds.</summary>
internal sealed class SyntheticLinks : IDisposable
{
    private static readonly ifinfomsg Up = new() { ifi_flags = LinuxIf.IFF_UP, ifi_change = LinuxIf.IFF_UP };

    private readonly NetlinkSocket _socket = new(KernelTransport.Open(NETLINK_ROUTE));
    private readonly Dictionary<string, int> _bridges = [];

    private SyntheticLinks()
    {
    }

    /// <summary>Acts in the calling thread's namespace.</summary>
    public static SyntheticLinks Open() => new();

    /// <summary>Makes a bridge that is up.</summary>
    public void CreateBridge(string name)
    {
        _socket.Execute(NewLink(name).AddNested(IFLA_LINKINFO, info => info.AddString(IFLA_INFO_KIND, "bridge")));
        using var commands = LinkCommands.Open();
        _bridges.Add(name, commands.IndexOf(name));
    }

    /// <summary>Makes a veth pair: one end here, up and a port of the bridge, the other, down, in <paramref name="netns"/> as <c>eth0</c>.</summary>
    public void CreatePort(string name, byte[] peerMac, string bridge, NetnsHandle netns)
    {
        _socket.Execute(NewLink(name)
            .AddHostInt32(IFLA_MASTER, _bridges[bridge])
            .AddNested(IFLA_LINKINFO, info => info
                .AddString(IFLA_INFO_KIND, "veth")
                .AddNested(IFLA_INFO_DATA, data => data
                    .AddNested(LinuxVeth.VETH_INFO_PEER, peer =>
                    {
                        // Not up yet: a veth end cannot be opened before it knows its peer.
                        peer.Append(default(ifinfomsg));
                        peer.AddString(IFLA_IFNAME, "eth0")
                            .AddBytes(IFLA_ADDRESS, peerMac)
                            .AddHostInt32(IFLA_NET_NS_FD, netns.Descriptor);
                    }))));
        GC.KeepAlive(netns);
    }

    public void Dispose() => _socket.Dispose();

    private static NetlinkRequest NewLink(string name) => NetlinkRequest
        .Create($"RTM_NEWLINK {name}", RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, Up)
        .AddString(IFLA_IFNAME, name);
}
