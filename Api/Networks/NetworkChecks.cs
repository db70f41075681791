using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Networks;

/// <summary>Holds a network that is to be created against the host as it is now: names, subnets, routes.</summary>
internal static class NetworkChecks
{
    // VPNs split the default route in two (0.0.0.0/1 and 128.0.0.0/1) or name all global unicast (2000::/3): such routes lead everywhere, and clash with nothing.
    private const int LongestPrefixOfDefaults = 3;

    private static readonly IPNetwork LinkLocal = IPNetwork.Parse("fe80::/10");
    private static readonly IPNetwork Multicast = IPNetwork.Parse("ff00::/8");

    /// <summary>Adds every clash to <paramref name="faults"/>.</summary>
    public static void Check(NetworkSpec spec, HostState state, FaultList faults)
    {
        if (state.Networks.FirstOrDefault(n => n.Name == spec.Name) is { } holder)
            faults.AddConflict("/name", "name-taken", $"The name {spec.Name} is in use by network {holder.Id[..12]} ({holder.Driver}). Remove that one, or choose another name.");
        CheckSubnet(spec.Subnet, "/subnet", state, faults);
        CheckSubnet(spec.Ipv6Subnet, "/ipv6Subnet", state, faults);
    }

    private static void CheckSubnet(IPNetwork? asked, string pointer, HostState state, FaultList faults)
    {
        if (asked is not { } subnet)
            return;
        var networks = state.Networks.SelectMany(n => n.Subnets.Where(s => Overlap(s.Subnet, subnet)).Select(s => $"network {n.Name} ({s.Subnet})")).ToList();
        // A network's own subnet is a route of the host too: once is enough.
        var clashes = networks.Count > 0 ? networks : RoutesWithin(subnet, state);
        if (clashes.Count > 0)
            faults.AddConflict(pointer, "subnet-overlap", $"{subnet} overlaps {string.Join(" and ", clashes)}: the host could not tell where a packet belongs. Choose a free subnet, or omit {pointer[1..]} and let the engine choose.");
    }

    private static List<string> RoutesWithin(IPNetwork subnet, HostState state) =>
    [
        .. state.HostRoutes
            .Where(r => r.Destination.PrefixLength > LongestPrefixOfDefaults && Overlap(r.Destination, subnet))
            .Where(r => !LinkLocal.Contains(r.Destination.BaseAddress) && !Multicast.Contains(r.Destination.BaseAddress))
            .OrderBy(r => r.Destination.PrefixLength)
            .Select(r => $"the host's route {r.Destination}{(LinkOf(r, state) is { } link ? $" dev {link.Name}" : "")}{(r.Gateway is null ? "" : $" via {r.Gateway}")}")
            .Distinct()
            .Take(1),
    ];

    private static Link? LinkOf(Route route, HostState state) =>
        state.HostNamespace is { } host && route.LinkIndex is { } index ? state.FindLink(host.Id, index) : null;

    private static bool Overlap(IPNetwork a, IPNetwork b) =>
        a.BaseAddress.AddressFamily == b.BaseAddress.AddressFamily && (a.Contains(b.BaseAddress) || b.Contains(a.BaseAddress));
}
