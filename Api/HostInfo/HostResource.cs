using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.HostInfo;

/// <summary>The host that NetApi observes, and what NetApi may do on it.</summary>
/// <param name="Id">The host's id, the same from NetApi's first start on.</param>
/// <param name="HostName">Host name.</param>
/// <param name="Kernel">Kernel release, as <c>uname -r</c> prints it.</param>
/// <param name="BootId">Id of this boot (<c>/proc/sys/kernel/random/boot_id</c>).</param>
/// <param name="NetApiVersion">NetApi's version.</param>
/// <param name="Engine">The engine; null where it does not answer, and <paramref name="Gaps"/> say why.</param>
/// <param name="Namespace">The network namespace that counts as the host: the one NetApi runs in.</param>
/// <param name="Revision">Number of the state that answers are drawn from now.</param>
/// <param name="StateHash">Hash of its content: the same whenever the same network is read.</param>
/// <param name="Capabilities">What NetApi may do: held or missing, what each is for, and how to grant it.</param>
/// <param name="Complete">Whether everything could be read.</param>
/// <param name="Gaps">What could not be read, and why; empty where all is well.</param>
/// <param name="Interruptions">The last times in which events of the kernel or the engine were missed, the newest last: what came and went in them is not known.</param>
public sealed record HostResource(
    string Id,
    string HostName,
    string Kernel,
    string BootId,
    string NetApiVersion,
    EngineResource? Engine,
    NamespaceRef? Namespace,
    long Revision,
    string StateHash,
    IReadOnlyList<CapabilityResource> Capabilities,
    bool Complete,
    IReadOnlyList<Gap> Gaps,
    IReadOnlyList<Interruption> Interruptions);

/// <summary>The Docker Engine of the host.</summary>
/// <param name="Version">Its version.</param>
/// <param name="ApiVersion">The API version in use: the lower of the engine's and NetApi's.</param>
/// <param name="MaxApiVersion">The newest API version the engine speaks.</param>
/// <param name="Endpoint">Where it listens.</param>
/// <param name="Os">Operating system it runs on.</param>
/// <param name="Architecture">Architecture it runs on.</param>
/// <param name="LiveRestore">Containers keep running while it is down.</param>
/// <param name="UserlandProxy">Whether docker-proxy processes carry published ports beside the rules, as their sockets tell; null where no port is published.</param>
/// <param name="FirewallBackend">Its firewall backend, such as <c>iptables</c>; null where it does not tell (before API 1.49).</param>
/// <param name="DefaultAddressPools">Configured pools that it takes subnets from; empty where it uses its built-in ones.</param>
/// <param name="Swarm">State in a swarm; null where it does not tell.</param>
public sealed record EngineResource(
    string Version,
    string ApiVersion,
    string MaxApiVersion,
    string Endpoint,
    string Os,
    string Architecture,
    bool LiveRestore,
    bool? UserlandProxy,
    string? FirewallBackend,
    IReadOnlyList<AddressPool> DefaultAddressPools,
    string? Swarm)
{
    /// <summary>The engine that listens at <paramref name="endpoint"/>.</summary>
    public static EngineResource Of(EngineSettings settings, Uri endpoint) => new(
        settings.Version,
        settings.ApiVersion,
        settings.MaxApiVersion,
        endpoint.ToString(),
        settings.Os,
        settings.Architecture,
        settings.LiveRestore,
        settings.UserlandProxy,
        settings.FirewallBackend,
        [.. settings.DefaultAddressPools],
        settings.Swarm);
}

/// <summary>A capability of the process (capabilities(7)), or access that counts like one.</summary>
/// <param name="Name">The kernel's name, such as <c>CAP_SYS_ADMIN</c>, or <c>docker-socket</c>.</param>
/// <param name="Held">Whether NetApi has it; null where that cannot be told now.</param>
/// <param name="Enables">What NetApi does with it.</param>
/// <param name="Without">What is lost where it is missing.</param>
/// <param name="Cost">What granting it entrusts NetApi with.</param>
/// <param name="Grant">How to grant it.</param>
public sealed record CapabilityResource(string Name, bool? Held, string Enables, string Without, string Cost, string Grant);
