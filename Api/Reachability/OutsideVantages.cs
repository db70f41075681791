using System.Net;
using System.Net.Sockets;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Reachability;

namespace NetApi.Reachability;

/// <summary>Makes outside vantages on one host, each with a subnet of its own, and removes what a killed process may have left.</summary>
/// <param name="openHost">Opens the namespace of the host.</param>
public sealed class OutsideVantages(Func<LinkCommands> openHost)
{
    /// <summary>What names of the host's end begin with; the subnet's number follows.</summary>
    public const string NamePrefix = "netapi-out";

    /// <summary>Makes a vantage. Needs CAP_SYS_ADMIN and CAP_NET_ADMIN.</summary>
    /// <param name="family">Family of the destination; the vantage has addresses of that family alone.</param>
    /// <param name="used">Networks that its subnet must not overlap.</param>
    /// <returns>Null where every candidate subnet is used.</returns>
    /// <exception cref="NetlinkException">The kernel refused; nothing is left behind.</exception>
    /// <exception cref="TimeoutException">Its link did not come up; nothing is left behind.</exception>
    public OutsideVantage? Create(AddressFamily family, IReadOnlyCollection<IPNetwork> used) =>
        OutsideVantage.Create(openHost, VantageSubnets.Free(family, used));

    /// <summary>Removes every vantage whose process is gone. Its own end removes it too, but a child process may have kept the namespace open.</summary>
    /// <returns>How many were removed.</returns>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public int RemoveLeftOvers()
    {
        using var host = openHost();
        return host.Aliases().Where(l => VantageOwner.Parse(l.Value) is { IsAlive: false }).Count(l => Remove(host, l.Key));
    }

    internal static string NameOf(IPNetwork subnet) => $"{NamePrefix}{VantageSubnets.NumberOf(subnet)}";

    /// <summary>Deletes the host's end, and the vantage's with it; false where somebody else was quicker.</summary>
    internal static bool Remove(LinkCommands host, int index)
    {
        try
        {
            host.Delete(index);
            return true;
        }
        catch (NetlinkException e) when (e.ErrnoName == "ENODEV")
        {
            return false;
        }
    }
}
