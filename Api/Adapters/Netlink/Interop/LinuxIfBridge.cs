using System.Runtime.InteropServices;

namespace NetApi.Adapters.Netlink.Interop;

[KernelHeader("linux/if_bridge.h")]
internal static class LinuxIfBridge
{
    public const byte BR_STATE_DISABLED = 0;
    public const byte BR_STATE_LISTENING = 1;
    public const byte BR_STATE_LEARNING = 2;
    public const byte BR_STATE_FORWARDING = 3;
    public const byte BR_STATE_BLOCKING = 4;

    public const ushort IFLA_BRIDGE_VLAN_INFO = 2;
    public const ushort BRIDGE_VLAN_INFO_PVID = 1 << 1;
    public const ushort BRIDGE_VLAN_INFO_UNTAGGED = 1 << 2;
    public const ushort BRIDGE_VLAN_INFO_RANGE_BEGIN = 1 << 3;
    public const ushort BRIDGE_VLAN_INFO_RANGE_END = 1 << 4;
}

[KernelHeader("linux/if_bridge.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct bridge_vlan_info
{
    public ushort flags;
    public ushort vid;
}
