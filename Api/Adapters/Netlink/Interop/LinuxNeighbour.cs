using System.Runtime.InteropServices;

namespace NetApi.Adapters.Netlink.Interop;

[KernelHeader("linux/neighbour.h")]
internal static class LinuxNeighbour
{
    public const ushort NDTA_THRESH3 = 4;
    public const ushort NDTA_CONFIG = 5;
    public const ushort NDTA_STATS = 7;
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
