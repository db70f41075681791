using System.Collections.Concurrent;
using System.Collections.Immutable;
using Docker.DotNet.Models;
using NetApi.Domain.Topology;
using Container = NetApi.Domain.Topology.Container;
using Network = NetApi.Domain.Topology.Network;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Reads containers, networks and settings of the engine.</summary>
/// <param name="engine">The engine.</param>
public sealed class EngineObserver(EngineClient engine)
{
    /// <summary>How many containers are inspected at a time: more only queue up in the engine.</summary>
    internal const int InspectedAtOnce = 8;

    /// <summary>Reads all containers, in every state, all networks and the settings. An engine that cannot be read gives a gap, not an exception.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<EngineObservation> ObserveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (EngineException e)
        {
            return new EngineObservation([], [], [EngineGaps.Of(e)]);
        }
    }

    /// <summary>As <see cref="ObserveAsync"/>, for a caller who wants to know what failed.</summary>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    internal async Task<EngineObservation> ReadAsync(CancellationToken cancellationToken)
    {
        var networks = await ListNetworksAsync(cancellationToken);
        var listed = await ListContainersAsync(cancellationToken);
        var readings = await InspectAsync(listed, cancellationToken);
        var settings = await ReadSettingsAsync(cancellationToken);
        return new EngineObservation(
            [.. readings.Select(r => r.Container).OfType<Container>().Order(ObservationOrder.OfContainers)],
            networks,
            [.. readings.Select(r => r.Gap).Append(settings.Gap).OfType<Gap>().OrderBy(g => g.Scope, StringComparer.Ordinal)],
            settings.Settings);
    }

    /// <summary>All networks, by name. One is never inspected alone: a swarm's network has another time of creation then.</summary>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    internal Task<ImmutableArray<Network>> ListNetworksAsync(CancellationToken cancellationToken) => ReadAsync<ImmutableArray<Network>>(
        "list networks",
        async (s, token) =>
        [
            .. (await s.Client.Networks.ListNetworksAsync(null, token)).Select(NetworkMapping.ToNetwork)
                .DistinctBy(n => n.Id, StringComparer.Ordinal).Order(ObservationOrder.OfNetworks),
        ],
        cancellationToken);

    /// <summary>What the list of containers shows otherwise than it is known.</summary>
    /// <returns>Ids of containers to inspect.</returns>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    internal async Task<IEnumerable<string>> FindDifferingAsync(Func<EngineObservation> known, CancellationToken cancellationToken)
    {
        var listed = await ListContainersAsync(cancellationToken);
        var shown = known().Containers.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var gone = shown.Keys.Except(listed.Select(l => l.ID), StringComparer.Ordinal);
        return [.. listed.Where(l => !ContainerMapping.IsAsListed(shown.GetValueOrDefault(l.ID), l)).Select(l => l.ID), .. gone];
    }

    /// <summary>One container.</summary>
    /// <exception cref="EngineUnavailableException">The engine is unavailable.</exception>
    internal async Task<ContainerReading> InspectAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var container = await ReadAsync(
                "inspect container",
                async (s, token) => ContainerMapping.ToContainer(id, await s.Client.Containers.InspectContainerAsync(EngineIds.Check(id), token)),
                cancellationToken);
            return new ContainerReading(id, container, null);
        }
        catch (EngineRefusedException refusal) when (refusal.StatusCode == 404)
        {
            // It vanished after it was named, and so is not part of what is.
            return new ContainerReading(id, null, null);
        }
        catch (EngineException fault)
        {
            // An engine holds a container's lock while it starts it or a plugin works on it, and may fail over one alone: it answers for all others meanwhile.
            if (!IsAnswer(fault) && !await AnswersAsync(cancellationToken))
                throw;
            return new ContainerReading(id, null, EngineGaps.Of(fault, EngineGaps.ScopeOf(id)));
        }
    }

    /// <summary>The settings.</summary>
    /// <exception cref="EngineUnavailableException">The engine is unavailable.</exception>
    internal async Task<SettingsReading> ReadSettingsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(
                "read the engine's information",
                async (s, token) => new SettingsReading(SettingsMapping.ToSettings(await s.Client.System.GetSystemInfoAsync(token), s), null),
                cancellationToken);
        }
        catch (EngineException fault) when (IsAnswer(fault))
        {
            return new SettingsReading(null, EngineGaps.Of(fault, EngineGaps.SettingsScope));
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync("answer a ping", async (s, token) =>
            {
                await s.Client.System.PingAsync(token);
                return true;
            }, cancellationToken);
            return true;
        }
        catch (EngineException fault)
        {
            return IsAnswer(fault);
        }
    }

    private static bool IsAnswer(EngineException fault) => fault is EngineRefusedException or EngineUnavailableException { Reason: EngineUnavailableReason.Unreadable };

    // Each id once. What is listed without one is kept: as a gap it says that some container could not be read.
    private Task<List<ContainerListResponse>> ListContainersAsync(CancellationToken cancellationToken) => ReadAsync<List<ContainerListResponse>>(
        "list containers",
        async (s, token) =>
        [
            .. (await s.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true }, token))
                .Select(l => l?.ID is null ? new ContainerListResponse { ID = "" } : l).DistinctBy(l => l.ID, StringComparer.Ordinal),
        ],
        cancellationToken);

    // Whatever the library or a mapping stumbles over in an answer makes it one that cannot be read.
    private async Task<T> ReadAsync<T>(string operation, Func<EngineSession, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.ReadAsync(operation, call, cancellationToken);
        }
        catch (Exception e) when (e is not EngineException && !cancellationToken.IsCancellationRequested)
        {
            throw EngineFaults.Unreadable(engine.Options, operation, e);
        }
    }

    private async Task<IReadOnlyCollection<ContainerReading>> InspectAsync(List<ContainerListResponse> listed, CancellationToken cancellationToken)
    {
        var readings = new ConcurrentBag<ContainerReading>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = InspectedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(listed, parallel, async (entry, ct) => readings.Add(await InspectAsync(entry.ID, ct)));
        return readings;
    }
}

/// <summary>What an inspection gave: the container, a gap where the engine refused, or neither where there is no such container.</summary>
internal readonly record struct ContainerReading(string Id, Container? Container, Gap? Gap);

/// <summary>The settings, or a gap where the engine refused to tell them.</summary>
internal readonly record struct SettingsReading(EngineSettings? Settings, Gap? Gap);
