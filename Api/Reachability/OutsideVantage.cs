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
    private const int NamesTried = 16;

    // The kernel looks at carriers once a second at the least (linkwatch).
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(1);

    private readonly LinkCommands _host;
    private readonly Action _released;
    private int? _hostIndex;

    private OutsideVantage(LinkCommands host, NetnsHandle netns, Action released)
    {
        _host = host;
        Netns = netns;
        _released = released;
    }

    /// <summary>The namespace that probes start in.</summary>
    public NetnsHandle Netns { get; }

    internal static OutsideVantage Create(Func<LinkCommands> openHost, Func<string> nextName, IPNetwork subnet, Action released)
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
        var vantage = new OutsideVantage(host, netns, released);
        try
        {
            vantage.Join(nextName, subnet);
            return vantage;
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
                _host.Delete(index);
        }
        catch (NetlinkException e) when (e.ErrnoName == "ENODEV")
        {
            // Somebody else removed it.
        }
        finally
        {
            _hostIndex = null;
            Netns.Dispose();
            _host.Dispose();
            _released();
        }
    }

    private void Join(Func<string> nextName, IPNetwork subnet)
    {
        var hostEnd = VantageSubnets.HostEnd(subnet);
        var vantageEnd = VantageSubnets.VantageEnd(subnet);
        var hostIndex = CreatePair(nextName);
        _hostIndex = hostIndex;
        _host.SetAlias(hostIndex, OutsideVantages.Alias);
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
        while (!isReady() && Stopwatch.GetElapsedTime(asked) < LongestDelay)
            Thread.Sleep(PollInterval);
    }

    private int CreatePair(Func<string> nextName)
    {
        for (var tried = 1; ; tried++)
        {
            var name = nextName();
            try
            {
                _host.CreateVethPair(name, InnerName, Netns);
                return _host.IndexOf(name);
            }
            catch (NetlinkException e) when (e.ErrnoName == "EEXIST" && tried < NamesTried)
            {
                // Another NetApi on this host has one of that name.
            }
        }
    }
}
