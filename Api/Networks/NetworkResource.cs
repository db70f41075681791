using System.Net;
using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.Hosting.Answers;

namespace NetApi.Networks;

/// <summary>A network of the engine, with its bridge as the kernel shows it.</summary>
public sealed record NetworkResource : StateResource
{
    /// <summary>Full id.</summary>
    public required string Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Driver: <c>bridge</c>, <c>host</c>, <c>null</c>, <c>overlay</c>, <c>macvlan</c> …</summary>
    public required string Driver { get; init; }

    /// <summary><c>local</c>, <c>swarm</c> or <c>global</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>When it was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Cut off from the outside.</summary>
    public required bool Internal { get; init; }

    /// <summary>Containers outside of services may join it (overlay).</summary>
    public bool Attachable { get; init; }

    /// <summary>Carries the swarm's routing mesh.</summary>
    public bool Ingress { get; init; }

    /// <summary>Containers of the network may talk to each other.</summary>
    public required bool Icc { get; init; }

    /// <summary>Containers get IPv6 addresses too.</summary>
    public required bool Ipv6Enabled { get; init; }

    /// <summary>Subnets, IPv4 and IPv6, with their gateways.</summary>
    public required IReadOnlyList<SubnetResource> Subnets { get; init; }

    /// <summary>The Linux bridge that carries it; null for other drivers.</summary>
    public NetworkBridge? Bridge { get; init; }

    /// <summary>The host's link that carries it, for macvlan and ipvlan; null for others.</summary>
    public NetworkParent? Parent { get; init; }

    /// <summary>Why its containers reach nothing: the bridge is gone. Null where it is there, and for other drivers.</summary>
    public Orphan? Orphan { get; init; }

    /// <summary>Driver options.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Attached containers, running or not.</summary>
    public required IReadOnlyList<NetworkContainer> Containers { get; init; }

    /// <summary>What a user should know: a warning of the engine.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>The network as the state shows it.</summary>
    public static NetworkResource Of(Network network, HostState state, IReadOnlyList<Warning>? warnings = null)
    {
        var index = HostIndex.Of(state);
        var bridge = LinkOfHost(index, network.BridgeName);
        return new NetworkResource
        {
            Id = network.Id,
            Name = network.Name,
            Driver = network.Driver,
            Scope = network.Scope,
            CreatedAt = network.CreatedAt,
            Internal = network.IsInternal,
            Icc = network.Icc,
            Attachable = network.IsAttachable,
            Ingress = network.IsIngress,
            Ipv6Enabled = network.Ipv6Enabled,
            Subnets = [.. network.Subnets.Select(s => new SubnetResource(s.Subnet, s.Gateway ?? AddressIn(s.Subnet, bridge)))],
            Bridge = network.BridgeName is null ? null : new NetworkBridge(network.BridgeName, bridge?.Index),
            Parent = network.ParentLink is { } parent ? new NetworkParent(parent, LinkOfHost(index, parent)?.Index) : null,
            Orphan = index.Orphans.Of(network),
            Options = network.Options,
            Labels = network.Labels,
            Containers = NetworkContainer.AllOf(network, state),
            Warnings = warnings ?? [],
        };
    }

    private static Link? LinkOfHost(HostIndex index, string? name) =>
        name is not null && index.Host is { } host ? index.Link(host.Id, name) : null;

    // Of its default bridge the engine often does not tell the gateway.
    private static IPAddress? AddressIn(IPNetwork subnet, Link? bridge) =>
        bridge?.Addresses.Select(a => a.Address).FirstOrDefault(subnet.Contains);
}

/// <summary>A subnet of a network.</summary>
/// <param name="Subnet">The subnet.</param>
/// <param name="Gateway">The bridge's address in it, as the engine names it, else as the kernel shows it; null where neither does.</param>
public sealed record SubnetResource(IPNetwork Subnet, IPAddress? Gateway);

/// <summary>The Linux bridge that carries a network; GET /api/v1/bridges/NAME shows its ports.</summary>
/// <param name="Name">Name.</param>
/// <param name="Index">ifindex; null where the kernel shows no such link.</param>
public sealed record NetworkBridge(string Name, int? Index);

/// <summary>The link of the host that carries a macvlan or ipvlan network.</summary>
/// <param name="Name">Name, as the network names it.</param>
/// <param name="Index">ifindex; null where the kernel shows no such link.</param>
public sealed record NetworkParent(string Name, int? Index);
