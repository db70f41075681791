using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Answers;
using NetApi.Hosting.Problems;

namespace NetApi.Containers;

/// <summary>Starts, stops, restarts and removes containers.</summary>
public sealed class ContainerChanges(LiveState live, ContainerCommands commands)
{
    private const int MaxTimeoutSeconds = 300;

    /// <summary>Starts a container.</summary>
    public Task<Results<Ok<ContainerResource>, NotFoundProblem, ConflictProblem>> StartAsync(string id, CancellationToken cancel) =>
        ChangeAsync(id, c => commands.StartAsync(c.Id, cancel), cancel);

    /// <summary>Stops a container.</summary>
    public Task<Results<Ok<ContainerResource>, NotFoundProblem, ConflictProblem>> StopAsync(string id, int? timeoutSeconds, CancellationToken cancel)
    {
        var grace = Grace(timeoutSeconds);
        return ChangeAsync(id, c => commands.StopAsync(c.Id, grace, cancel), cancel);
    }

    /// <summary>Restarts a container.</summary>
    public Task<Results<Ok<ContainerResource>, NotFoundProblem, ConflictProblem>> RestartAsync(string id, int? timeoutSeconds, CancellationToken cancel)
    {
        var grace = Grace(timeoutSeconds);
        return ChangeAsync(id, c => commands.RestartAsync(c.Id, grace, cancel), cancel);
    }

    /// <summary>Removes a container.</summary>
    public async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> RemoveAsync(string id, bool force, CancellationToken cancel)
    {
        switch (ContainerLookup.Find(await live.CatchUpWithEngineAsync(cancel), id))
        {
            case Lookup<Container>.Ambiguous(var candidates):
                return ContainerProblems.Ambiguous(id, candidates);
            case Lookup<Container>.Found({ IsLive: true } running) when !force:
                return new ConflictProblem(ProblemKinds.WrongState.Document($"{running.Name} is running. Stop it first (POST /api/v1/containers/{running.Name}/stop), or remove it with ?force=true."));
            case Lookup<Container>.Found(var container) when await GoneMeanwhile.TryAsync(() => commands.RemoveAsync(container.Id, force, removeVolumes: true, cancel)):
                await live.CatchUpAsync(cancel);
                return TypedResults.NoContent();
            default:
                return ContainerProblems.NotFound(id);
        }
    }

    private async Task<Results<Ok<ContainerResource>, NotFoundProblem, ConflictProblem>> ChangeAsync(string id, Func<Container, Task> change, CancellationToken cancel)
    {
        switch (ContainerLookup.Find(await live.CatchUpWithEngineAsync(cancel), id))
        {
            case Lookup<Container>.Ambiguous(var candidates):
                return ContainerProblems.Ambiguous(id, candidates);
            case Lookup<Container>.Found(var container) when await GoneMeanwhile.TryAsync(() => change(container)):
                var after = await live.CatchUpWithEngineAsync(cancel);
                return after.Containers.FirstOrDefault(c => c.Id == container.Id) is { } now
                    ? TypedResults.Ok(ContainerResource.Of(now, after).WithGapsOf(after))
                    : ContainerProblems.NotFound(id);
            default:
                return ContainerProblems.NotFound(id);
        }
    }

    private static TimeSpan? Grace(int? timeoutSeconds) => timeoutSeconds switch
    {
        null => null,
        >= 0 and <= MaxTimeoutSeconds => TimeSpan.FromSeconds(timeoutSeconds.Value),
        _ => throw new InvalidRequestException([new Fault("?timeoutSeconds", "out-of-range", $"timeoutSeconds is {timeoutSeconds}; give 0 to {MaxTimeoutSeconds}.")]),
    };
}
