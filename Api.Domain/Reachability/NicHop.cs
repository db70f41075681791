using System.Net;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>Finds the link of the host at which the way from outside begins, and the way out ends.</summary>
internal static class NicHop
{
    // RT_TABLE_MAIN and RTN_UNICAST of linux/rtnetlink.h.
    private const uint MainTable = 254;
    private const byte Unicast = 1;

    /// <summary>The link for a port published on <paramref name="address"/>; for 0.0.0.0 and :: the link with the default route stands for all.</summary>
    public static PathHop ForAddress(HostState state, IPAddress address)
    {
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            return ForFamily(state, NatRules.FamilyOf(address), "A packet from outside comes in here, as on every other link of the host: the port is published on all addresses.");
        if (state.HostNamespace is not { } host)
            return Unread;
        return state.LinksOf(host.Id).FirstOrDefault(l => l.Addresses.Any(a => a.Address.Equals(address))) switch
        {
            { Kind: "loopback" } lo => PathHop.Of(HopKind.Nic, lo, $"{address} is a loopback address: only the host itself can connect to it."),
            { } link => PathHop.Of(HopKind.Nic, link, $"A packet to {address} comes in here."),
            // 127.0.0.0/8 is local as a whole, though the link has 127.0.0.1 alone.
            null when IPAddress.IsLoopback(address) && state.LinksOf(host.Id).FirstOrDefault(l => l.Kind == "loopback") is { } lo =>
                PathHop.Of(HopKind.Nic, lo, $"{address} is a loopback address: only the host itself can connect to it."),
            null => PathHop.Without(HopKind.Nic, $"No link of the host has the address {address}."),
        };
    }

    /// <summary>The link with the default route of a family.</summary>
    public static PathHop ForFamily(HostState state, IpFamily family, string detail)
    {
        if (state.HostNamespace is not { } host)
            return Unread;
        var route = state.HostRoutes
            .Where(r => r is { Table: MainTable, Type: Unicast, Destination.PrefixLength: 0 } && NatRules.FamilyOf(r.Destination.BaseAddress) == family)
            .MinBy(r => r.Metric);
        if (route is null)
            return PathHop.Without(HopKind.Nic, $"The host has no {Say(family)} default route, so no link stands for the outside.");
        if (route is { HasSeveralNextHops: true, LinkIndex: null })
            return PathHop.Without(HopKind.Nic, $"The host's {Say(family)} default route has several next hops over different links, so no single link stands for the outside.");
        return route.LinkIndex is { } index && state.FindLink(host.Id, index) is { } link
            ? PathHop.Of(HopKind.Nic, link, $"It has the host's {Say(family)} default route. {detail}")
            : PathHop.Without(HopKind.Nic, $"The link of the host's {Say(family)} default route could not be read.");
    }

    private static PathHop Unread { get; } = PathHop.Without(HopKind.Nic, "The host's links could not be read.");

    private static string Say(IpFamily family) => family == IpFamily.V4 ? "IPv4" : "IPv6";
}
