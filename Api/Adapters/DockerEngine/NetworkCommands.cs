using System.Collections.Immutable;
using System.Net;
using Docker.DotNet.Models;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Changes networks and attachments.</summary>
/// <param name="engine">The engine.</param>
public sealed class NetworkCommands(EngineClient engine) : IDisposable
{
    // Since API 1.44 the engine refuses a second network of the same name by itself. Before, a request had to ask for that
    // (CheckDuplicate), and the client library no longer can.
    private static readonly System.Version RefusesDuplicates = new(1, 44);

    private readonly SemaphoreSlim _creation = new(1, 1);

    /// <summary>Creates a network of the bridge driver. A name in use is refused (409), with engines before 25 by NetApi itself.</summary>
    /// <remarks>With those engines another client can still take the name in between; then two networks have it, and their ids tell them apart.</remarks>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public async Task<CreatedNetwork> CreateAsync(NetworkSpec spec, CancellationToken cancellationToken)
    {
        await _creation.WaitAsync(cancellationToken);
        try
        {
            NetworksCreateResponse created = null!;
            // As with containers: a caller that goes away must not leave a network behind whose id nobody learnt.
            await engine.CommandAsync("create network", async (session, token) =>
            {
                if (session.ApiVersion < RefusesDuplicates)
                    await RefuseDuplicateAsync(session, spec.Name, token);
                created = await session.Client.Networks.CreateNetworkAsync(ParametersOf(spec), token);
            }, CancellationToken.None);
            return new CreatedNetwork(created.ID, string.IsNullOrEmpty(created.Warning) ? [] : [created.Warning]);
        }
        finally
        {
            _creation.Release();
        }
    }

    /// <summary>Removes a network; one that containers are attached to is refused (403 or 409).</summary>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public Task RemoveAsync(string networkId, CancellationToken cancellationToken) => engine.CommandAsync(
        "remove network",
        (s, token) => s.Client.Networks.DeleteNetworkAsync(EngineIds.Check(networkId), token),
        cancellationToken);

    /// <summary>Attaches a container to a network.</summary>
    /// <param name="networkId">Network id.</param>
    /// <param name="containerId">Container id.</param>
    /// <param name="ipv4Address">Fixed IPv4 address; null lets the engine choose.</param>
    /// <param name="ipv6Address">Fixed IPv6 address; null lets the engine choose.</param>
    /// <param name="aliases">Names that other containers of the network resolve to it.</param>
    /// <param name="cancellationToken">Gives up waiting; the engine goes on.</param>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public Task ConnectAsync(string networkId, string containerId, IPAddress? ipv4Address, IPAddress? ipv6Address, ImmutableArray<string> aliases, CancellationToken cancellationToken)
    {
        var endpoint = ContainerParameters.EndpointOf(new AttachmentSpec(networkId, ipv4Address, ipv6Address, aliases));
        var request = new NetworkConnectParameters { Container = EngineIds.Check(containerId), EndpointConfig = endpoint };
        return engine.CommandAsync(
            "connect network",
            (s, token) => s.Client.Networks.ConnectNetworkAsync(ContainerParameters.NetworkName(networkId), request, token),
            cancellationToken);
    }

    /// <summary>Detaches a container from a network.</summary>
    /// <param name="networkId">Network id.</param>
    /// <param name="containerId">Container id.</param>
    /// <param name="force">Detaches even where the engine's record of the endpoint is stale.</param>
    /// <param name="cancellationToken">Gives up waiting; the engine goes on.</param>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public Task DisconnectAsync(string networkId, string containerId, bool force, CancellationToken cancellationToken) => engine.CommandAsync(
        "disconnect network",
        (s, token) => s.Client.Networks.DisconnectNetworkAsync(
            EngineIds.Check(networkId),
            new NetworkDisconnectParameters { Container = EngineIds.Check(containerId), Force = force },
            token),
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _creation.Dispose();

    internal static NetworksCreateParameters ParametersOf(NetworkSpec spec) => new()
    {
        Name = spec.Name,
        Driver = "bridge",
        Internal = spec.Internal,
        EnableIPv6 = spec.EnableIpv6,
        IPAM = new IPAM { Driver = "default", Config = [.. SubnetsOf(spec)] },
        Options = new Dictionary<string, string> { [NetworkMapping.IccOption] = spec.Icc ? "true" : "false" },
        Labels = spec.Labels.ToDictionary(),
    };

    private static IEnumerable<IPAMConfig> SubnetsOf(NetworkSpec spec)
    {
        if (spec.Subnet is { } subnet)
            yield return new IPAMConfig { Subnet = subnet.ToString(), Gateway = spec.Gateway?.ToString() ?? "" };
        if (spec.Ipv6Subnet is { } ipv6)
            yield return new IPAMConfig { Subnet = ipv6.ToString() };
    }

    private static async Task RefuseDuplicateAsync(EngineSession session, string name, CancellationToken cancellationToken)
    {
        var networks = await session.Client.Networks.ListNetworksAsync(null, cancellationToken);
        if (networks.Any(n => n.Name == name))
            throw new EngineRefusedException(409, "create network", $"network with name {name} already exists");
    }
}
