using System.Collections.Concurrent;
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
    /// <summary>Alias (<c>IFLA_IFALIAS</c>) of the host's end, by which left-overs are found.</summary>
    public const string Alias = "NetApi probe vantage";

    /// <summary>What names of the host's end begin with; a number follows.</summary>
    public const string NamePrefix = "netapi-out";

    // Names are used in turn, so that one that the kernel is still taking down is not asked for again.
    private const int Names = 10_000;

    private readonly ConcurrentDictionary<IPNetwork, bool> _taken = new();
    private int _made;

    /// <summary>Makes a vantage. Needs CAP_SYS_ADMIN and CAP_NET_ADMIN.</summary>
    /// <param name="family">Family of the destination; the vantage has addresses of that family alone.</param>
    /// <param name="used">Networks that its subnet must not overlap.</param>
    /// <returns>Null where every candidate subnet is used.</returns>
    /// <exception cref="NetlinkException">The kernel refused; nothing is left behind.</exception>
    public OutsideVantage? Create(AddressFamily family, IReadOnlyCollection<IPNetwork> used)
    {
        foreach (var subnet in VantageSubnets.Free(family, used).Where(s => _taken.TryAdd(s, true)))
        {
            try
            {
                return OutsideVantage.Create(openHost, NextName, subnet, () => _taken.TryRemove(subnet, out _));
            }
            catch
            {
                _taken.TryRemove(subnet, out _);
                throw;
            }
        }
        return null;
    }

    /// <summary>Removes every link that carries <see cref="Alias"/>: NetApi's own end with it, but a child process may have kept the namespace open.</summary>
    /// <returns>How many were removed.</returns>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public int RemoveLeftOvers()
    {
        using var host = openHost();
        var leftOvers = host.IndicesWithAlias(Alias);
        foreach (var index in leftOvers)
            host.Delete(index);
        return leftOvers.Count;
    }

    private string NextName() => $"{NamePrefix}{(uint)Interlocked.Increment(ref _made) % Names}";
}
