using System.Collections.Frozen;

namespace NetApi.Domain.Topology;

/// <summary>Kinds of links that are known by name. The list is open: a module may bring another, which keeps the name that the kernel gives it.</summary>
public static class LinkKinds
{
    /// <summary>Those of Linux (<c>rtnl_link_ops.kind</c>, as <c>ip link help</c> lists them), and the two names for links that have none.</summary>
    public static FrozenSet<string> Known { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "loopback", "physical",
        "amt", "bareudp", "batadv", "bond", "bridge", "can", "dsa", "dummy", "erspan", "geneve", "gre", "gretap", "gtp", "hsr", "ifb",
        "ip6erspan", "ip6gre", "ip6gretap", "ip6tnl", "ipip", "ipoib", "ipvlan", "ipvtap", "lowpan", "macsec", "macvlan", "macvtap",
        "netdevsim", "netkit", "nlmon", "ovpn", "pfcp", "ppp", "rmnet", "sit", "team", "tun", "vcan", "veth", "virt_wifi", "vlan", "vrf",
        "vti", "vti6", "vxcan", "vxlan", "wireguard", "wwan", "xfrm");
}
