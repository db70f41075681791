using System.Collections.Frozen;

namespace NetApi.Domain.Topology;

/// <summary>Kinds of links that are known by name. The list is open: a module or another kernel may bring others, which keep the names that the kernel gives them.</summary>
public static class LinkKinds
{
    /// <summary>Those of Linux up to 6.17 (<c>rtnl_link_ops.kind</c>), and the two names for links that have none.</summary>
    public static FrozenSet<string> Known { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "loopback", "physical",
        "amt", "bareudp", "batadv", "bond", "bridge", "caif", "can", "dsa", "dummy", "erspan", "geneve", "gre", "gretap", "gtp", "hsr", "ifb",
        "ip6erspan", "ip6gre", "ip6gretap", "ip6tnl", "ipip", "ipoib", "ipvlan", "ipvtap", "lowpan", "macsec", "macvlan", "macvtap",
        "netdevsim", "netkit", "nlmon", "openvswitch", "ovpn", "pfcp", "ppp", "rmnet", "sit", "team", "tun", "vcan", "veth", "virt_wifi",
        "vlan", "vrf", "vsockmon", "vti", "vti6", "vxcan", "vxlan", "wireguard", "wwan", "xfrm");
}
