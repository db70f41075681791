using System.Collections.Concurrent;
using System.Collections.Immutable;
using Docker.DotNet.Models;
using NetApi.Domain.Topology;
using Container = NetApi.Domain.Topology.Container;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Reads containers and networks of the engine.</summary>
/// <param name="engine">The engine.</param>
public sealed class EngineObserver(EngineClient engine)
{
    private const int InspectedAtOnce = 8;

    /// <summary>Reads all containers, in every state, and all networks. An engine that cannot be read gives a gap, not an exception.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<EngineObservation> ObserveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var networks = await engine.ReadAsync("list networks", (s, token) => s.Client.Networks.ListNetworksAsync(null, token), cancellationToken);
            var listed = await engine.ReadAsync(
                "list containers",
                (s, token) => s.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true }, token),
                cancellationToken);
            var (containers, gaps) = await InspectAsync(listed, cancellationToken);
            return new EngineObservation(containers, [.. networks.Select(NetworkMapping.ToNetwork).OrderBy(n => n.Name, StringComparer.Ordinal).ThenBy(n => n.Id, StringComparer.Ordinal)], gaps);
        }
        catch (EngineException e)
        {
            return new EngineObservation([], [], [new Gap("engine", CodeOf(e), e.Message)]);
        }
    }

    private async Task<(ImmutableArray<Container> Containers, ImmutableArray<Gap> Gaps)> InspectAsync(IList<ContainerListResponse> listed, CancellationToken cancellationToken)
    {
        var containers = new ConcurrentBag<Container>();
        var gaps = new ConcurrentBag<Gap>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = InspectedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(listed, parallel, async (entry, ct) =>
        {
            try
            {
                containers.Add(ContainerMapping.ToContainer(
                    await engine.ReadAsync("inspect container", (s, token) => s.Client.Containers.InspectContainerAsync(entry.ID, token), ct)));
            }
            catch (EngineRefusedException refusal) when (refusal.StatusCode == 404)
            {
                // It vanished after it was listed, and so is not part of what is.
            }
            catch (EngineRefusedException refusal)
            {
                gaps.Add(new Gap($"container:{entry.ID}", CodeOf(refusal), refusal.Message));
            }
        });
        return (
            [.. containers.OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Id, StringComparer.Ordinal)],
            [.. gaps.OrderBy(g => g.Scope, StringComparer.Ordinal)]);
    }

    private static string CodeOf(EngineException exception) => exception is not EngineUnavailableException unavailable
        ? "engine-refused"
        : unavailable.Reason switch
        {
            EngineUnavailableReason.Hung => "engine-hung",
            EngineUnavailableReason.Denied => "engine-denied",
            EngineUnavailableReason.TooOld => "engine-too-old",
            EngineUnavailableReason.TooNew => "engine-too-new",
            _ => "engine-unavailable",
        };
}
