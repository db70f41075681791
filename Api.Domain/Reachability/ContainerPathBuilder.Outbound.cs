using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

public sealed partial class ContainerPathBuilder
{
    private IEnumerable<OutboundPath> Outbound(Container container) =>
        from attachment in container.Networks
        from address in new[] { attachment.Ipv4?.Address, attachment.Ipv6?.Address }.OfType<IPAddress>()
        select Outbound(container, attachment, address);

    private OutboundPath Outbound(Container container, NetworkAttachment attachment, IPAddress source)
    {
        var family = NatRules.FamilyOf(source);
        var side = ContainerSide.Find(state, container, source);
        var nic = NicHop.ForFamily(state, family, "The packet leaves here.");
        ImmutableArray<PathHop> inner = [side.Namespace, Gateway(container, attachment, family), side.ContainerEnd, side.HostEnd, side.Bridge];
        if (NetworkOf(attachment)?.IsInternal == true)
            return new OutboundPath(attachment.NetworkName, source,
                [.. inner, PathHop.Without(HopKind.Masquerade, $"Network {attachment.NetworkName} is internal: nothing leaves it for the outside.")]);
        if (nic.Name is not { } outLink || side.Bridge.Name is not { } bridge)
            return new OutboundPath(attachment.NetworkName, source,
                [.. inner, PathHop.Without(HopKind.Masquerade, "Which rule acts is not known without the links it comes from and leaves by."), nic]);
        var pass = Forward(family, new FlowPattern { Source = source, InLink = bridge, OutLink = outLink });
        return new OutboundPath(attachment.NetworkName, source, [.. inner, pass, Masquerade(family, source, outLink), nic]);
    }

    private PathHop Masquerade(IpFamily family, IPAddress source, string outLink)
    {
        var kept = $"what {source} sends out by {outLink} leaves with that source, and replies come back only where somebody routes them here.";
        var decision = firewall.SourceNat(source, outLink);
        if (decision.Sure is { } rule && rule.ChangesSource())
            return PathHop.Of(HopKind.Masquerade, rule, $"The source {source} of a connection that the container opens becomes {NewSource(rule, outLink)}.{Before(rule, decision)}");
        if (decision.Maybe.FirstOrDefault(r => r.Target != "ACCEPT") is { } doubt)
            return PathHop.Against(HopKind.Masquerade, doubt, $"{Say(doubt)} may act on a connection that the container opens: {Unknown} No rule surely gives it another source; without one, {kept}");
        if (decision.Sure is { } accepting)
            return PathHop.Against(HopKind.Masquerade, accepting, $"{Say(accepting)} takes it before any MASQUERADE or SNAT rule: {kept}");
        return PathHop.Without(HopKind.Masquerade, firewall.Covers(family, "nat")
            ? $"No MASQUERADE or SNAT rule takes it: {kept}"
            : "No MASQUERADE or SNAT rule was found, but the nat table could not be read whole.");
    }

    private static string NewSource(Rule rule, string outLink) => rule.Target == "MASQUERADE" ? $"the address of {outLink}" : "the address the rule names";

    // Which of several MASQUERADE rules takes a connection makes no difference.
    private static string Before(Rule sure, ChainDecision decision) =>
        decision.Maybe.FirstOrDefault(r => r.Target != "MASQUERADE" || sure.Target != "MASQUERADE") is { } earlier
            ? $" {Say(earlier)} stands before it and may take some of them first."
            : "";

    // A container has one default route. The engine says which gateways it could lead to; the routes inside are not part of the state.
    private PathHop Gateway(Container container, NetworkAttachment attachment, IpFamily family)
    {
        if (GatewayOf(attachment, family) is not { } gateway)
            return PathHop.Without(HopKind.Gateway, $"Network {attachment.NetworkName} gives {container.Name} no gateway.");
        var others = container.Networks.Where(n => n != attachment && GatewayOf(n, family) is not null).Select(n => n.NetworkName).ToList();
        return new PathHop(HopKind.Gateway, gateway.ToString(), others.Count == 0
            ? $"The default route leads to {gateway}, the bridge's own address."
            : $"{gateway} is the gateway of {attachment.NetworkName}. The engine lets the default route lead to one network only: this or {string.Join(" or ", others)}.");
    }

    private IEnumerable<PathHop> Gateways(Container container, IpFamily family) =>
        container.Networks.Where(n => GatewayOf(n, family) is not null).Select(n => Gateway(container, n, family));

    private IPAddress? GatewayOf(NetworkAttachment attachment, IpFamily family) => family switch
    {
        IpFamily.V4 => attachment.Gateway,
        _ when attachment.Ipv6 is null => null,
        _ => NetworkOf(attachment)?.Subnets.FirstOrDefault(s => s.Gateway?.AddressFamily == AddressFamily.InterNetworkV6)?.Gateway,
    };

    private Network? NetworkOf(NetworkAttachment attachment) =>
        state.Networks.FirstOrDefault(n => n.Id == attachment.NetworkId) ?? state.Networks.FirstOrDefault(n => n.Name == attachment.NetworkName);

    private OutboundPath HostOutbound()
    {
        var host = state.HostNamespace is { } own
            ? new PathHop(HopKind.Namespace, own.Name, $"The host's own network namespace, inode {own.Inode}.") { Namespace = own.Id }
            : PathHop.Without(HopKind.Namespace, "The host's namespace could not be read.");
        return new OutboundPath(null, null, [host, NicHop.ForFamily(state, IpFamily.V4, "The packet leaves here with the host's own address.")]);
    }
}
