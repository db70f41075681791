namespace NetApi.Adapters.Netlink.Interop;

/// <summary>What <c>IFLA_INFO_DATA</c> holds, kind by kind.</summary>
[KernelHeader("linux/if_link.h")]
internal static class LinuxLinkKinds
{
    public const ushort IFLA_BR_FORWARD_DELAY = 1;
    public const ushort IFLA_BR_AGEING_TIME = 4;
    public const ushort IFLA_BR_STP_STATE = 5;
    public const ushort IFLA_BR_VLAN_FILTERING = 7;
    public const ushort IFLA_BR_MCAST_SNOOPING = 23;
    public const ushort IFLA_BR_VLAN_DEFAULT_PVID = 39;

    public const ushort IFLA_VLAN_ID = 1;
    public const ushort IFLA_VLAN_PROTOCOL = 5;

    public const ushort IFLA_VXLAN_ID = 1;
    public const ushort IFLA_VXLAN_GROUP = 2;
    public const ushort IFLA_VXLAN_LOCAL = 4;
    public const ushort IFLA_VXLAN_LEARNING = 7;
    public const ushort IFLA_VXLAN_PORT = 15;
    public const ushort IFLA_VXLAN_GROUP6 = 16;
    public const ushort IFLA_VXLAN_LOCAL6 = 17;
    public const ushort IFLA_VXLAN_COLLECT_METADATA = 25;

    public const ushort IFLA_GENEVE_ID = 1;
    public const ushort IFLA_GENEVE_REMOTE = 2;
    public const ushort IFLA_GENEVE_COLLECT_METADATA = 6;
    public const ushort IFLA_GENEVE_REMOTE6 = 7;

    public const ushort IFLA_MACVLAN_MODE = 1;
    public const uint MACVLAN_MODE_PRIVATE = 1;
    public const uint MACVLAN_MODE_VEPA = 2;
    public const uint MACVLAN_MODE_BRIDGE = 4;
    public const uint MACVLAN_MODE_PASSTHRU = 8;
    public const uint MACVLAN_MODE_SOURCE = 16;

    public const ushort IFLA_IPVLAN_MODE = 1;
    public const ushort IPVLAN_MODE_L2 = 0;
    public const ushort IPVLAN_MODE_L3 = 1;
    public const ushort IPVLAN_MODE_L3S = 2;

    public const ushort IFLA_BOND_MODE = 1;

    public const ushort IFLA_TUN_TYPE = 3;
}

[KernelHeader("linux/if_bonding.h")]
internal static class LinuxIfBonding
{
    public const byte BOND_MODE_ROUNDROBIN = 0;
    public const byte BOND_MODE_ACTIVEBACKUP = 1;
    public const byte BOND_MODE_XOR = 2;
    public const byte BOND_MODE_BROADCAST = 3;
    public const byte BOND_MODE_8023AD = 4;
    public const byte BOND_MODE_TLB = 5;
    public const byte BOND_MODE_ALB = 6;
}

[KernelHeader("linux/if_tun.h")]
internal static class LinuxIfTun
{
    public const byte IFF_TUN = 1;
    public const byte IFF_TAP = 2;
}

[KernelHeader("linux/if_ether.h")]
internal static class LinuxIfEther
{
    public const ushort ETH_P_8021Q = 0x8100;
    public const ushort ETH_P_8021AD = 0x88a8;
}

[KernelHeader("linux/if_tunnel.h")]
internal static class LinuxIfTunnel
{
    public const ushort IFLA_GRE_IFLAGS = 2;
    public const ushort IFLA_GRE_OFLAGS = 3;
    public const ushort IFLA_GRE_IKEY = 4;
    public const ushort IFLA_GRE_OKEY = 5;
    public const ushort IFLA_GRE_LOCAL = 6;
    public const ushort IFLA_GRE_REMOTE = 7;

    public const ushort IFLA_IPTUN_LOCAL = 2;
    public const ushort IFLA_IPTUN_REMOTE = 3;

    public const ushort IFLA_VTI_IKEY = 2;
    public const ushort IFLA_VTI_OKEY = 3;
    public const ushort IFLA_VTI_LOCAL = 4;
    public const ushort IFLA_VTI_REMOTE = 5;
}
