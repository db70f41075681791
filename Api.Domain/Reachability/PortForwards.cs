using System.Collections.Immutable;
using System.Net;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>Finds out for each published port what carries it.</summary>
public static class PortForwards
{
    /// <summary>The forward of every published port of every running container, by host port, protocol and host address.</summary>
    public static ImmutableArray<PortForward> Of(HostState state, FirewallObservation firewall, ProxyObservation proxies) =>
    [
        .. state.Containers.Where(c => c.IsLive)
            .SelectMany(c => c.PublishedPorts.Select(p => Of(state, c, p, firewall, proxies)))
            .OrderBy(f => f.Port, ByHostPort),
    ];

    /// <summary>The order of published ports: by host port, protocol, family and host address.</summary>
    internal static IComparer<PublishedPort> ByHostPort { get; } = Comparer<PublishedPort>.Create((a, b) =>
        Key(a).CompareTo(Key(b)) is not 0 and var order ? order : string.CompareOrdinal(a.HostAddress.ToString(), b.HostAddress.ToString()));

    private static (int, TransportProtocol, int) Key(PublishedPort port) => (port.HostPort, port.Protocol, (int)port.HostAddress.AddressFamily);

    /// <summary>The forward of one published port of a running container.</summary>
    /// <param name="state">The host.</param>
    /// <param name="container">The container.</param>
    /// <param name="port">Its port.</param>
    /// <param name="firewall">The host's firewall.</param>
    /// <param name="proxies">The host's docker-proxy processes.</param>
    /// <param name="inLink">Link that connections from outside come in on; null for any.</param>
    public static PortForward Of(
        HostState state, Container container, PublishedPort port, FirewallObservation firewall, ProxyObservation proxies, string? inLink = null)
    {
        var addresses = AddressesOf(state, container);
        var dnat = firewall.Dnat(port.HostAddress, port.HostPort, port.Protocol, inLink)
            .FirstOrDefault(d => d.Address is { } to && addresses.Contains(to) && (d.Port ?? port.HostPort) == port.ContainerPort);
        var proxy = proxies.Proxies
            .FirstOrDefault(p => p.Protocol == port.Protocol && p.HostPort == port.HostPort && p.HostAddress.Equals(port.HostAddress)
                && addresses.Contains(p.ContainerAddress) && p.ContainerPort == port.ContainerPort);
        var rulesRead = firewall.Covers(NatRules.FamilyOf(port.HostAddress), "nat");
        var isWhole = rulesRead && proxies.Gaps.IsEmpty;
        var (carriedBy, detail) = (dnat, proxy) switch
        {
            ({ } rule, { } process) => (CarriedBy.Both,
                $"{Say(rule)} docker-proxy {process.Pid} takes what the rule leaves: {Left(port.HostAddress)}."),
            ({ } rule, null) => (CarriedBy.Dnat,
                $"{Say(rule)} {(proxies.Gaps.IsEmpty ? "No docker-proxy runs for it." : "Whether a docker-proxy runs for it too could not be read.")}"),
            (null, { } process) => (CarriedBy.Proxy,
                $"docker-proxy {process.Pid} carries it. {(rulesRead ? "No DNAT rule does." : "Whether a DNAT rule does too could not be read.")}"),
            _ when isWhole => (CarriedBy.None, "Neither a DNAT rule nor a docker-proxy carries it."),
            _ => (CarriedBy.Unknown,
                $"What carries it is not known: {(rulesRead ? "no DNAT rule does, and the processes" : "the firewall")} could not be read whole."),
        };
        return new PortForward(port, container.Id, container.Name, dnat, proxy, carriedBy, detail);
    }

    // The engine's list lacks the address on docker_gwbridge, which an overlay's container is published through; the kernel has it.
    private static HashSet<IPAddress> AddressesOf(HostState state, Container container) =>
    [
        .. container.Networks.SelectMany(n => new[] { n.Ipv4?.Address, n.Ipv6?.Address }).OfType<IPAddress>(),
        .. state.NamespaceOf(container.Id) is { Kind: NetnsKind.Container } own
            ? state.LinksOf(own.Id).SelectMany(l => l.Addresses).Select(a => a.Address)
            : [],
    ];

    // What "! -i BRIDGE" in the rule and "! -d 127.0.0.0/8" in OUTPUT leave out.
    private static string Left(IPAddress hostAddress) =>
        IPAddress.IsLoopback(hostAddress) ? "connections from the host itself"
        : hostAddress.Equals(IPAddress.Any) ? "connections from the container's own bridge, and from the host to 127.0.0.1"
        : "connections from the container's own bridge";

    private static string Say(DnatRule dnat) => dnat.Earlier is { } earlier
        ? $"DNAT rule {dnat.Rule.Number} of chain {dnat.Rule.Chain} carries what rule {earlier.Number} of chain {earlier.Chain}, which stands before it, does not take."
        : $"DNAT rule {dnat.Rule.Number} of chain {dnat.Rule.Chain} carries it.";
}
