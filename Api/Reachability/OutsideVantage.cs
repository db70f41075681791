using System.Diagnostics;
using System.Net;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Reachability;

namespace NetApi.Reachability;

/// <summary>A network namespace that stands for a neighbour of the host: joined to it by a veth, its default route over the host.</summary>
/// <remarks>
/// <para>It has no name and is held by a file descriptor alone: when the process ends, in whatever way, the kernel removes it, and
/// the veth with it.</para>
/// <para>Its packets pass PREROUTING, INPUT and FORWARD like those of any neighbour. But they enter by a link of their own and come from
/// an address set aside for documentation or benchmarks: a rule that matches the real NIC (<c>-i eth0</c>) or the addresses of real
/// clients sees neither, and nothing beyond this host is tested. Where the host does not forward (<c>ip_forward=0</c>), probes of
/// containers time out, as those of real neighbours would. A strict <c>rp_filter</c> lets it pass, as the host has a route back.</para>
/// </remarks>
public sealed class OutsideVantage : IDisposable
{
    private const string InnerName = "eth0";

    // The kernel looks at carriers once a second at the least (linkwatch).
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(1);

    private readonly LinkCommands _host;
    private int? _hostIndex;

    private OutsideVantage(LinkCommands host, NetnsHandle netns)
    {
        _host = host;
        Netns = netns;
    }

    /// <summary>The namespace that probes start in.</summary>
    public NetnsHandle Netns { get; }

    /// <summary>Makes one in the first of <paramref name="subnets"/> that is free; null where none is.</summary>
    internal static OutsideVantage? Create(Func<LinkCommands> openHost, IEnumerable<IPNetwork> subnets)
    {
        var netns = NetnsEntry.CreateAnonymous();
        LinkCommands host;
        try
        {
            host = openHost();
        }
        catch
        {
            netns.Dispose();
            throw;
        }
        var vantage = new OutsideVantage(host, netns);
        try
        {
            if (vantage.CreatePair(subnets) is { } subnet)
            {
                vantage.Join(subnet);
                return vantage;
            }
            vantage.Dispose();
            return null;
        }
        catch
        {
            vantage.Dispose();
            throw;
        }
    }

    /// <summary>Removes the veth and closes the namespace.</summary>
    /// <exception cref="NetlinkException">The kernel refused to remove the veth; it goes with the namespace all the same.</exception>
    public void Dispose()
    {
        try
        {
            // The kernel takes the namespace apart later, in a worker; the veth shall be gone when this returns.
            if (_hostIndex is { } index)
                OutsideVantages.Remove(_host, index);
        }
        finally
        {
            _hostIndex = null;
            Netns.Dispose();
            _host.Dispose();
        }
    }

    // The link's name is its subnet's number, and the kernel gives a name once: two probes, of one process or of two, never share a subnet.
    private IPNetwork? CreatePair(IEnumerable<IPNetwork> subnets)
    {
        foreach (var subnet in subnets)
        {
            var name = OutsideVantages.NameOf(subnet);
            try
            {
                _host.CreateVethPair(name, InnerName, Netns);
                _hostIndex = _host.IndexOf(name);
                return subnet;
            }
            catch (NetlinkException e) when (e.ErrnoName == "EEXIST")
            {
                // Another probe was quicker.
            }
        }
        return null;
    }

    private void Join(IPNetwork subnet)
    {
        var hostIndex = _hostIndex!.Value;
        var hostEnd = VantageSubnets.HostEnd(subnet);
        var vantageEnd = VantageSubnets.VantageEnd(subnet);
        _host.SetAlias(hostIndex, VantageOwner.Current.Alias);
        _host.AddAddress(hostIndex, hostEnd);
        using var inside = LinkCommands.OpenIn(Netns);
        var innerIndex = inside.IndexOf(InnerName);
        inside.AddAddress(innerIndex, vantageEnd);
        inside.SetUp(inside.IndexOf("lo"));
        inside.SetUp(innerIndex);
        _host.SetUp(hostIndex);
        inside.AddDefaultRoute(hostEnd.Address, innerIndex);
        AwaitReadiness(() =>
            inside.IsOperational(innerIndex) && _host.IsOperational(hostIndex)
            && inside.IsReceived(vantageEnd.Address) && _host.IsReceived(hostEnd.Address));
    }

    // Workers of the kernel notice the carrier and make an IPv6 address receive. What is sent before is dropped, and only tried
    // again after a second.
    private static void AwaitReadiness(Func<bool> isReady)
    {
        var asked = Stopwatch.GetTimestamp();
        while (!isReady())
        {
            if (Stopwatch.GetElapsedTime(asked) >= LongestDelay)
                throw new TimeoutException($"The outside vantage did not come up within {LongestDelay.TotalSeconds} s: its link is not operational, or the host does not receive what is sent to it there");
            Thread.Sleep(PollInterval);
        }
    }
}
