using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;

namespace NetApi.Reachability;

/// <summary>Opens the namespace that an observation saw.</summary>
internal static class ContainerNetns
{
    /// <summary>Opens it by any of its paths. Null where all of them are gone, or lead to another namespace by now.</summary>
    /// <exception cref="NetlinkException">Paths are there, but the kernel refuses every one.</exception>
    public static NetnsHandle? Open(NetworkNamespace netns)
    {
        NetlinkException? refusal = null;
        foreach (var path in netns.Paths)
        {
            try
            {
                var handle = NetnsHandle.Open(path);
                if (handle.Inode == netns.Inode)
                    return handle;
                handle.Dispose();
            }
            catch (NetlinkException e)
            {
                if (e.IsPermission)
                    refusal = e;
            }
        }
        return refusal is null ? null : throw refusal;
    }
}
