using System.Collections.Immutable;
using System.Net;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

public sealed partial class ContainerPathBuilder
{
    private PublishedPath Published(Container container, PublishedPort port)
    {
        var nic = NicHop.ForAddress(state, port.HostAddress);
        if (!container.IsLive)
            return new PublishedPath(port, CarriedBy.None,
                [nic, PathHop.Without(HopKind.Dnat, $"{container.Name} does not run."), .. ContainerSide.Find(state, container, null).Inward], []);

        var isLoopback = IPAddress.IsLoopback(port.HostAddress);
        var forward = PortForwards.Of(state, container, port, firewall, proxies, isLoopback ? null : nic.Name);
        // Between the host and itself the proxy stands first: the engine keeps 127.0.0.0/8 away from the DNAT rule while it runs proxies.
        if (forward.Proxy is { } proxy && (forward.Dnat is null || isLoopback))
            return Proxied(container, forward, proxy, nic);
        if (forward.Dnat is { } dnat)
            return Rewritten(container, forward, dnat, nic, isLoopback);

        var side = ContainerSide.Find(state, container, AddressFor(container, port.HostAddress));
        return new PublishedPath(port, forward.CarriedBy, [nic, PathHop.Without(HopKind.Dnat, forward.Detail), .. side.Inward], []);
    }

    private PublishedPath Rewritten(Container container, PortForward forward, DnatRule dnat, PathHop nic, bool isLoopback)
    {
        var port = forward.Port;
        var to = new IPEndPoint(dnat.Address!, port.ContainerPort);
        var side = ContainerSide.Find(state, container, to.Address);
        var asked = IsAny(port.HostAddress) ? $"port {port.HostPort} of any address of the host" : new IPEndPoint(port.HostAddress, port.HostPort).ToString();
        var rewrite = PathHop.Of(HopKind.Dnat, dnat.Rule, $"The destination {asked} becomes {to}.{Before(dnat)}");
        // With proxies off the engine masquerades what the host sends from a loopback address; that is undone in the same entry.
        var undone = $"conntrack knows the connection and undoes the DNAT: the reply's source {to} becomes what was asked for, {asked}.";
        var conntrack = new PathHop(HopKind.Conntrack, null,
            isLoopback ? undone : $"{undone} MASQUERADE has no part: nat chains see only the first packet of a connection.");
        // What the host sends itself is rewritten in OUTPUT and does not pass FORWARD.
        ImmutableArray<PathHop> pass = isLoopback ? [] : [Forward(port.Protocol, to, nic, side.Bridge)];
        return new PublishedPath(port, forward.CarriedBy,
            [nic, rewrite, .. pass, .. side.Inward],
            [side.Namespace, .. isLoopback ? [] : Gateways(container, NatRules.FamilyOf(to.Address)), side.ContainerEnd, side.HostEnd, side.Bridge, conntrack, Back(nic)]);
    }

    private PublishedPath Proxied(Container container, PortForward forward, ProxyProcess proxy, PathHop nic)
    {
        var name = $"docker-proxy {proxy.Pid}";
        var from = new IPEndPoint(proxy.HostAddress, proxy.HostPort);
        var to = new IPEndPoint(proxy.ContainerAddress, proxy.ContainerPort);
        var side = ContainerSide.Find(state, container, proxy.ContainerAddress);
        var takes = $"The process takes the connection at {from} and opens one of its own to {to}: the container sees the bridge's address as its source.";
        const string beside = "A DNAT rule is there too, but the engine keeps 127.0.0.0/8 away from it while it runs proxies.";
        var inward = new PathHop(HopKind.Proxy, name, $"{takes} {(forward.Dnat is null ? forward.Detail : beside)}") { Proxy = proxy };
        var copies = "The process gets the reply on its own connection and copies it to the one it took: no NAT has a part in it.";
        var back = new PathHop(HopKind.Proxy, name, copies) { Proxy = proxy };
        return new PublishedPath(forward.Port, forward.CarriedBy,
            [nic, inward, .. side.Inward],
            [side.Namespace, side.ContainerEnd, side.HostEnd, side.Bridge, back, Back(nic)]);
    }

    private static string Before(DnatRule dnat) => dnat.Earlier is { } earlier ? $" {Say(earlier)} stands before it and may take the packet first." : "";

    private static PathHop Back(PathHop nic) => nic.Missing is null ? nic with { Detail = "The reply goes back here, where the host's routes lead to who connected." } : nic;

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress? AddressFor(Container container, IPAddress hostAddress) =>
        container.Networks.Select(n => NatRules.FamilyOf(hostAddress) == IpFamily.V6 ? n.Ipv6?.Address : n.Ipv4?.Address).FirstOrDefault(a => a is not null)
        ?? container.Networks.Select(n => n.Ipv4?.Address ?? n.Ipv6?.Address).FirstOrDefault(a => a is not null);
}
