using Docker.DotNet.Models;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.DockerEngine;

/// <summary>The engine's answer to <c>/info</c>, in the topology's words.</summary>
/// <remarks>
/// <see cref="EngineSettings.UserlandProxy"/> stays null: the API tells it nowhere. The kernel has the evidence: without the
/// proxy the engine sets <c>route_localnet</c> on its bridges and the hairpin mode of their ports.
/// </remarks>
internal static class SettingsMapping
{
    public static EngineSettings ToSettings(SystemInfoResponse info, System.Version apiVersion) => new()
    {
        Version = info.ServerVersion,
        ApiVersion = apiVersion.ToString(2),
        LiveRestore = info.LiveRestoreEnabled,
        FirewallBackend = info.FirewallBackend is { Driver.Length: > 0 } backend ? backend.Driver : null,
        DefaultAddressPools = PoolsOf(info.DefaultAddressPools),
        Swarm = info.Swarm is { LocalNodeState.Length: > 0 } swarm ? swarm.LocalNodeState : null,
    };

    private static ValueList<AddressPool> PoolsOf(IList<NetworkAddressPool>? pools)
    {
        var known = new List<AddressPool>();
        foreach (var pool in pools ?? [])
        {
            if (InterfaceAddress.TryParse(pool.Base, out var address))
                known.Add(new AddressPool(address.Subnet, int.CreateSaturating(pool.Size)));
        }
        return [.. known];
    }
}
