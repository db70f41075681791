using Docker.DotNet.Models;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.DockerEngine;

/// <summary>The engine's answer to <c>/info</c>, in the topology's words.</summary>
/// <remarks><see cref="EngineSettings.UserlandProxy"/> stays null: the API tells it nowhere, the host's sockets do.</remarks>
internal static class SettingsMapping
{
    public static EngineSettings ToSettings(SystemInfoResponse info, EngineSession session) => new()
    {
        Version = info.ServerVersion ?? "",
        ApiVersion = session.ApiVersion.ToString(2),
        MaxApiVersion = session.Answer.APIVersion ?? "",
        Os = info.OSType ?? "",
        Architecture = info.Architecture ?? "",
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
