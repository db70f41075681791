using System.Runtime.InteropServices;

namespace NetApi.Adapters.Netlink.Interop;

[KernelHeader("linux/neighbour.h")]
internal static class LinuxNeighbour
{
    public const ushort NDTA_THRESH3 = 4;
    public const ushort NDTA_CONFIG = 5;
    public const ushort NDTA_STATS = 7;

    public const ushort NDA_DST = 1;
    public const ushort NDA_LLADDR = 2;
    public const ushort NDA_VLAN = 5;
    public const ushort NDA_VNI = 7;
    public const ushort NDA_MASTER = 9;

    public const byte NTF_SELF = 0x02;
    public const byte NTF_MASTER = 0x04;
    public const byte NTF_PROXY = 0x08;
    public const byte NTF_EXT_LEARNED = 0x10;
    public const byte NTF_OFFLOADED = 0x20;
    public const byte NTF_STICKY = 0x40;
    public const byte NTF_ROUTER = 0x80;

    public const ushort NUD_INCOMPLETE = 0x01;
    public const ushort NUD_REACHABLE = 0x02;
    public const ushort NUD_STALE = 0x04;
    public const ushort NUD_DELAY = 0x08;
    public const ushort NUD_PROBE = 0x10;
    public const ushort NUD_FAILED = 0x20;
    public const ushort NUD_NOARP = 0x40;
    public const ushort NUD_PERMANENT = 0x80;
}

[KernelHeader("linux/neighbour.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct ndmsg
{
    public byte ndm_family;
    public byte ndm_pad1;
    public ushort ndm_pad2;
    public int ndm_ifindex;
    public ushort ndm_state;
    public byte ndm_flags;
    public byte ndm_type;
}

[KernelHeader("linux/neighbour.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct ndtmsg
{
    public byte ndtm_family;
    public byte ndtm_pad1;
    public ushort ndtm_pad2;
}

[KernelHeader("linux/neighbour.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct ndt_config
{
    public ushort ndtc_key_len;
    public ushort ndtc_entry_size;
    public uint ndtc_entries;
    public uint ndtc_last_flush;
    public uint ndtc_last_rand;
    public uint ndtc_hash_rnd;
    public uint ndtc_hash_mask;
    public uint ndtc_hash_chain_gc;
    public uint ndtc_proxy_qlen;
}

[KernelHeader("linux/neighbour.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct ndt_stats
{
    public ulong ndts_allocs;
    public ulong ndts_destroys;
    public ulong ndts_hash_grows;
    public ulong ndts_res_failed;
    public ulong ndts_lookups;
    public ulong ndts_hits;
    public ulong ndts_rcv_probes_mcast;
    public ulong ndts_rcv_probes_ucast;
    public ulong ndts_periodic_gc_runs;
    public ulong ndts_forced_gc_runs;
    public ulong ndts_table_fulls;
}
