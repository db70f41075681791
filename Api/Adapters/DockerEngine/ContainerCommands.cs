using System.Collections.Immutable;
using Docker.DotNet.Models;
using NetApi.Domain.Topology;
using Network = NetApi.Domain.Topology.Network;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Changes containers.</summary>
/// <param name="engine">The engine.</param>
public sealed class ContainerCommands(EngineClient engine)
{
    private const string Creation = "create container";

    /// <summary>Creates a container with all its networks, or nothing.</summary>
    /// <exception cref="ArgumentException">The caller passed on what its own checks refuse, such as the host's network or a malformed name; nothing was changed.</exception>
    /// <exception cref="EngineException">
    /// The engine is unavailable or refused; <see cref="EngineException.Operation"/> names the step, <see cref="EngineException.Leftover"/> and
    /// <see cref="EngineException.MayAppear"/> what is or may be left.
    /// </exception>
    public async Task<CreatedContainer> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        // With a name of its own, a container can be found again whose creation was never answered.
        spec = spec.Named() with { Networks = await ResolveAsync(spec.Networks, cancellationToken) };
        cancellationToken.ThrowIfCancellationRequested();
        var created = await AskAsync(spec.Name!, ContainerParameters.Build(spec));
        await OrRemoveAsync(created.ID, async () =>
        {
            // Engines before API 1.44 take one network at the creation; newer ones are asked in the same way.
            foreach (var attachment in spec.Networks.Skip(1))
            {
                var request = new NetworkConnectParameters { Container = created.ID, EndpointConfig = ContainerParameters.EndpointOf(attachment) };
                await engine.CommandAsync("connect network", (s, token) => s.Client.Networks.ConnectNetworkAsync(attachment.Network, request, token), cancellationToken);
            }
        });
        return new CreatedContainer(created.ID, [.. created.Warnings ?? []]);
    }

    /// <summary>Creates and starts a container; where the start fails, the container is removed again.</summary>
    /// <inheritdoc cref="CreateAsync" path="/exception"/>
    public async Task<CreatedContainer> RunAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        var created = await CreateAsync(spec, cancellationToken);
        await OrRemoveAsync(created.Id, () => StartAsync(created.Id, cancellationToken));
        return created;
    }

    /// <summary>Starts a container; one that runs already is left as it is.</summary>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public Task StartAsync(string id, CancellationToken cancellationToken) => engine.CommandAsync(
        "start container",
        (s, token) => s.Client.Containers.StartContainerAsync(EngineIds.Check(id), null, token),
        cancellationToken);

    /// <summary>Stops a container; one that does not run is left as it is.</summary>
    /// <param name="id">Id.</param>
    /// <param name="grace">Time until it is killed, rounded up to whole seconds, and 0 to 1 s; null for the container's own (10 s unless it was created with another).</param>
    /// <param name="cancellationToken">Gives up waiting; the engine goes on.</param>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public async Task StopAsync(string id, TimeSpan? grace, CancellationToken cancellationToken) => await engine.CommandAsync(
        "stop container",
        (s, token) => s.Client.Containers.StopContainerAsync(EngineIds.Check(id), new ContainerStopParameters { WaitBeforeKillSeconds = Seconds(grace) }, token),
        cancellationToken,
        grace ?? await OwnGraceAsync(id, cancellationToken));

    /// <summary>Stops and starts a container.</summary>
    /// <inheritdoc cref="StopAsync" path="/param"/>
    /// <inheritdoc cref="StopAsync" path="/exception"/>
    public async Task RestartAsync(string id, TimeSpan? grace, CancellationToken cancellationToken) => await engine.CommandAsync(
        "restart container",
        (s, token) => s.Client.Containers.RestartContainerAsync(EngineIds.Check(id), new ContainerRestartParameters { WaitBeforeKillSeconds = Seconds(grace) }, token),
        cancellationToken,
        grace ?? await OwnGraceAsync(id, cancellationToken));

    /// <summary>Removes a container.</summary>
    /// <param name="id">Id.</param>
    /// <param name="force">Kills it first where it runs; without, a running container is refused (409).</param>
    /// <param name="removeVolumes">Removes its anonymous volumes too; named ones always stay.</param>
    /// <param name="cancellationToken">Gives up waiting; the engine goes on.</param>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public Task RemoveAsync(string id, bool force, bool removeVolumes, CancellationToken cancellationToken) => engine.CommandAsync(
        "remove container",
        (s, token) => s.Client.Containers.RemoveContainerAsync(EngineIds.Check(id), new ContainerRemoveParameters { Force = force, RemoveVolumes = removeVolumes }, token),
        cancellationToken);

    // The engine takes the id of the host's network for the network mode "host", and a network can have another's id for its name. So each
    // network is looked up here, and asked for by its id, which no name beats.
    private async Task<ImmutableArray<AttachmentSpec>> ResolveAsync(ImmutableArray<AttachmentSpec> attachments, CancellationToken cancellationToken)
    {
        if (attachments.IsEmpty)
            return [];
        var listed = await engine.ReadAsync("list networks", (s, token) => s.Client.Networks.ListNetworksAsync(null, token), cancellationToken);
        var networks = listed.Select(NetworkMapping.ToNetwork).ToImmutableArray();
        return [.. attachments.Select(a => a with { Network = ContainerParameters.ReferenceTo(Find(networks, a.Network)) })];
    }

    private static Network Find(ImmutableArray<Network> networks, string text) => NetworkLookup.Find(networks, text) switch
    {
        Lookup<Network>.Found(var network) => network,
        Lookup<Network>.Ambiguous(var several) => throw new EngineRefusedException(400, "find network", $"network {text} is ambiguous ({several.Length} matches found)"),
        _ => throw new EngineRefusedException(404, "find network", $"network {text} not found"),
    };

    // A caller that goes away must not leave a container behind whose id nobody learnt: creation itself is not cancelled.
    private async Task<CreateContainerResponse> AskAsync(string name, CreateContainerParameters request)
    {
        var askedAt = DateTime.UtcNow;
        try
        {
            CreateContainerResponse created = null!;
            await engine.CommandAsync(Creation, async (s, token) => created = await s.Client.Containers.CreateContainerAsync(request, token), CancellationToken.None);
            return created;
        }
        catch (EngineUnavailableException unanswered) when (unanswered.Operation == Creation)
        {
            if (!await RemoveUnansweredAsync(name, askedAt))
                unanswered.MayAppear = name;
            throw;
        }
    }

    // Whoever holds the name may have got it from somebody else. What is older or was ever started is not the container that was asked for.
    private async Task<bool> RemoveUnansweredAsync(string name, DateTime askedAt)
    {
        try
        {
            var found = await engine.ReadAsync("inspect container", (s, token) => s.Client.Containers.InspectContainerAsync(name, token), CancellationToken.None);
            if (found.State?.Status != "created" || found.Created.ToUniversalTime() < askedAt)
                return false;
            await RemoveAsync(found.ID, force: false, removeVolumes: true, CancellationToken.None);
            return true;
        }
        catch (EngineException)
        {
            // It is not there yet, or the engine still does not answer: the first failure tells the name.
            return false;
        }
    }

    private async Task OrRemoveAsync(string id, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception failure) when (failure is EngineException or OperationCanceledException)
        {
            try
            {
                await RemoveAsync(id, force: true, removeVolumes: true, CancellationToken.None);
            }
            catch (EngineRefusedException gone) when (gone.StatusCode == 404)
            {
                // Somebody else removed it: nothing is left.
            }
            catch (EngineException stuck)
            {
                var told = failure as EngineException ?? stuck;
                told.Leftover = id;
                throw told;
            }
            throw;
        }
    }

    // Docker's default of 10 s is within every command's time.
    private async Task<TimeSpan> OwnGraceAsync(string id, CancellationToken cancellationToken)
    {
        var inspect = await engine.ReadAsync("inspect container", (s, token) => s.Client.Containers.InspectContainerAsync(EngineIds.Check(id), token), cancellationToken);
        return inspect.Config?.StopTimeout is { } own && own > TimeSpan.Zero ? own : TimeSpan.Zero;
    }

    // The client library leaves a 0 out of the request, and the engine would take its default of 10 s for it.
    private static uint? Seconds(TimeSpan? grace) => grace is { } time ? (uint)Math.Max(1, Math.Ceiling(time.TotalSeconds)) : null;
}
