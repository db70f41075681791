using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>Settings of the engine that matter to networking.</summary>
public sealed record EngineSettings
{
    /// <summary>The engine's version.</summary>
    public required string Version { get; init; }

    /// <summary>API version in use.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The newest API version the engine speaks.</summary>
    public string MaxApiVersion { get; init; } = "";

    /// <summary>Operating system it runs on, such as <c>linux</c>.</summary>
    public string Os { get; init; } = "";

    /// <summary>Architecture it runs on, such as <c>x86_64</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Containers keep running while the engine is down (<c>live-restore</c>).</summary>
    public bool LiveRestore { get; init; }

    /// <summary>Whether docker-proxy processes carry published ports beside the rules (<c>userland-proxy</c>), by the sockets of those that are published; null where nothing tells, as where none is.</summary>
    public bool? UserlandProxy { get; init; }

    /// <summary>Firewall backend as the engine names it, such as <c>iptables</c> or <c>nftables</c>; null where it does not (before API 1.49).</summary>
    public string? FirewallBackend { get; init; }

    /// <summary>Configured default address pools; empty where the engine uses its built-in ones or does not tell.</summary>
    public ValueList<AddressPool> DefaultAddressPools { get; init; }

    /// <summary>State in a swarm: <c>inactive</c>, <c>active</c> …; null where the engine does not tell.</summary>
    public string? Swarm { get; init; }
}

/// <summary>A pool that the engine takes subnets from.</summary>
/// <param name="Base">The pool.</param>
/// <param name="Size">Prefix length of each subnet taken from it.</param>
public sealed record AddressPool(IPNetwork Base, int Size);
