using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A network of the engine.</summary>
/// <param name="Id">Full id; another one means that it was made anew.</param>
/// <param name="Name">Name.</param>
/// <param name="Driver">Driver.</param>
/// <param name="Scope"><c>local</c>, <c>swarm</c> or <c>global</c>.</param>
/// <param name="IsInternal">Cut off from the outside.</param>
/// <param name="IsAttachable">Containers outside of services may join it.</param>
/// <param name="IsIngress">Carries the swarm's routing mesh.</param>
/// <param name="ParentLink">The host's link that carries a macvlan or ipvlan network; null for others.</param>
/// <param name="Ipv6Enabled">Containers get IPv6 addresses too.</param>
/// <param name="Icc">Its containers may talk to each other.</param>
/// <param name="BridgeName">The Linux bridge that carries it; null where none does.</param>
/// <param name="Subnets">Subnets with their gateways, such as <c>172.18.0.0/16 gateway 172.18.0.1</c>.</param>
/// <param name="Labels">Labels as <c>name=value</c>.</param>
/// <param name="Options">Driver options as <c>name=value</c>.</param>
public sealed record NetworkView(
    string Id,
    string Name,
    string Driver,
    string Scope,
    bool IsInternal,
    bool IsAttachable,
    bool IsIngress,
    string? ParentLink,
    bool Ipv6Enabled,
    bool Icc,
    string? BridgeName,
    ValueList<string> Subnets,
    ValueList<string> Labels,
    ValueList<string> Options);

/// <summary>Networks by name; the engine lets several have one.</summary>
internal sealed class NetworkComparison() : EntityComparison<NetworkView>(ChangeEntity.Network)
{
    protected override IEnumerable<Keyed<NetworkView>> Read(Side side, Side other) =>
        side.Read.Networks.Select(n => new Keyed<NetworkView>(n.Name, n.Id, new NetworkView(
            n.Id,
            n.Name,
            n.Driver,
            n.Scope,
            n.IsInternal,
            n.IsAttachable,
            n.IsIngress,
            n.ParentLink,
            n.Ipv6Enabled,
            n.Icc,
            n.BridgeName,
            new(n.Subnets.Select(InWords).Order(StringComparer.Ordinal)),
            new(n.Labels.Select(l => $"{l.Key}={l.Value}")),
            new(n.Options.Select(o => $"{o.Key}={o.Value}")))));

    protected override bool Shows(Side side, NetworkView view) => side.SawEngine;

    protected override string Added(NetworkView after, Side from) => $"network {after.Name} was created";

    protected override string Removed(NetworkView before, Side to) => $"network {before.Name} was removed";

    protected override string Changed(NetworkView before, NetworkView after) =>
        new Clauses($"network {after.Name}")
            .Add(before.Id != after.Id, "was recreated")
            .Has("driver", before.Driver, after.Driver)
            .Has("scope", before.Scope, after.Scope)
            .Add(before.IsInternal != after.IsInternal, after.IsInternal ? "is now internal" : "is no longer internal")
            .Add(before.IsAttachable != after.IsAttachable, after.IsAttachable ? "is now attachable" : "is no longer attachable")
            .Add(before.IsIngress != after.IsIngress, after.IsIngress ? "now carries the routing mesh" : "no longer carries the routing mesh")
            .Has("parent", before.ParentLink, after.ParentLink)
            .Has("IPv6", before.Ipv6Enabled, after.Ipv6Enabled)
            .Has("icc", before.Icc, after.Icc)
            .Has("bridge", before.BridgeName, after.BridgeName)
            .Has("subnets", before.Subnets, after.Subnets)
            .Has("labels", before.Labels, after.Labels)
            .Has("options", before.Options, after.Options)
            .ToString();

    private static string InWords(NetworkSubnet subnet) => subnet.Gateway is { } gateway ? $"{subnet.Subnet} gateway {gateway}" : $"{subnet.Subnet}";
}
