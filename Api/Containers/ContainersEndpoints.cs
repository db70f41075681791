using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Containers;

/// <summary><c>/api/v1/containers</c>.</summary>
public static class ContainersEndpoints
{
    /// <summary>Registers what the group needs.</summary>
    public static void AddContainers(this IServiceCollection services)
    {
        services.AddSingleton<ContainerCreation>();
        services.AddSingleton<ContainerChanges>();
    }

    /// <summary>Maps the group.</summary>
    public static void MapContainers(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/containers").WithTags("Containers").RequireScope(Scope.Read).ProducesEngineProblems();
        var write = routes.MapGroup("/containers").WithTags("Containers").RequireScope(Scope.Write).ProducesEngineProblems().ProducesEngineRefusal();

        read.MapGet("/", List)
            .ProducesMomentProblems()
            .WithName("ListContainers")
            .WithSummary("List containers")
            .WithDescription("Containers in every state. `state`, `label` (a name, or name=value), `network` (name or id) and `name` (a part of it) narrow the list; what is given must hold together.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(ContainerExamples.Web));

        read.MapGet("/{id}", Find)
            .ProducesMomentProblems()
            .WithName("GetContainer")
            .WithSummary("Get one container")
            .WithDescription("By id, by an unambiguous beginning of its id, or by name. `interfaces` is read from the kernel, with nothing run inside the container.")
            .WithResponseExample(ContainerExamples.Web.WithoutGaps());

        write.MapPost("/", Create)
            .WithName("CreateContainer")
            .WithSummary("Create a container")
            .WithDescription("All or nothing: where a step fails, the container is removed again, and the problem names the step and has the engine's own words. "
                + "An omitted `hostIp` publishes on all addresses, as `-p 8000:80` does, and `warnings` says so. What the request cannot say cannot be done: no privileged mode, capabilities, devices, host paths or host network.")
            .Accepts<CreateContainerRequest>("application/json")
            .WithRequestExample(ContainerExamples.Request)
            .WithResponseExample(ContainerExamples.Web.WithoutGaps());

        write.MapPost("/{id}/start", (string id, ContainerChanges changes, CancellationToken cancel) => changes.StartAsync(id, cancel))
            .WithName("StartContainer")
            .WithSummary("Start a container")
            .WithDescription("One that runs already stays as it is.")
            .WithResponseExample(ContainerExamples.Web.WithoutGaps());

        write.MapPost("/{id}/stop", Stop)
            .WithName("StopContainer")
            .WithSummary("Stop a container")
            .WithDescription("Its process gets `timeoutSeconds` (0 to 300; omitted: the container's own, usually 10) to end before it is killed; 0 is carried out as 1. One that does not run stays as it is.")
            .ProducesBadRequest()
            .WithResponseExample(ContainerExamples.Web.WithoutGaps() with { State = ContainerState.Exited, Interfaces = [], Namespace = null, Pid = null, ExitCode = 0 });

        write.MapPost("/{id}/restart", Restart)
            .WithName("RestartContainer")
            .WithSummary("Restart a container")
            .WithDescription("Stops and starts it; its namespace, veth pair and usually its address are new ones afterwards. `timeoutSeconds` as with stop.")
            .ProducesBadRequest()
            .WithResponseExample(ContainerExamples.Web.WithoutGaps());

        write.MapDelete("/{id}", Remove)
            .WithName("DeleteContainer")
            .WithSummary("Remove a container")
            .WithDescription("A running one only with `force=true`, which kills it. Its anonymous volumes go with it; named volumes stay.")
            .ProducesBadRequest();
    }

    private static async Task<StateAnswer<StatePage<ContainerResource>>> List([AsParameters] PageQuery page, [AsParameters] ContainerFilter filter, [AsParameters] MomentQuery moment, CancellationToken cancel)
    {
        var state = await moment.ReadWithEngineAsync(cancel);
        return StateAnswers.Page(state, page, filter.Find, (c, _) => $"{c.Name}/{c.Id}", (c, _) => ContainerResource.Of(c, state));
    }

    private static async Task<Results<StateAnswer<ContainerResource>, NotFoundProblem, ConflictProblem>> Find(string id, [AsParameters] MomentQuery moment, CancellationToken cancel)
    {
        var state = await moment.ReadWithEngineAsync(cancel);
        return ContainerLookup.Find(state, id) switch
        {
            Lookup<Container>.Found(var container) => StateAnswers.Of(state, () => ContainerResource.Of(container, state).WithGapsOf(state)),
            Lookup<Container>.Ambiguous(var candidates) => ContainerProblems.Ambiguous(id, candidates),
            _ => ContainerProblems.NotFound(id, state, moment),
        };
    }

    private static async Task<Results<Created<ContainerResource>, BadRequestProblem, ConflictProblem, UnprocessableProblem>> Create(
        CreateContainerRequest request, ContainerCreation creation, CancellationToken cancel)
    {
        var (created, problem) = await creation.CreateAsync(request, cancel);
        if (created is not null)
            return TypedResults.Created($"/api/v1/containers/{created.Id}", created);
        return problem!.Status switch
        {
            StatusCodes.Status400BadRequest => new BadRequestProblem(problem),
            StatusCodes.Status409Conflict => new ConflictProblem(problem),
            _ => new UnprocessableProblem(problem),
        };
    }

    /// <param name="id">The container.</param>
    /// <param name="timeoutSeconds">How long its process has to end before it is killed, 0 to 300; the container's own where it is omitted, usually 10.</param>
    /// <param name="changes">Stops it.</param>
    /// <param name="cancel">Ends the wait.</param>
    private static Task<Results<Ok<ContainerResource>, NotFoundProblem, ConflictProblem>> Stop(string id, int? timeoutSeconds, ContainerChanges changes, CancellationToken cancel) =>
        changes.StopAsync(id, timeoutSeconds, cancel);

    /// <param name="id">The container.</param>
    /// <param name="timeoutSeconds">As with stop: how long its process has to end before it is killed.</param>
    /// <param name="changes">Restarts it.</param>
    /// <param name="cancel">Ends the wait.</param>
    private static Task<Results<Ok<ContainerResource>, NotFoundProblem, ConflictProblem>> Restart(string id, int? timeoutSeconds, ContainerChanges changes, CancellationToken cancel) =>
        changes.RestartAsync(id, timeoutSeconds, cancel);

    /// <param name="id">The container.</param>
    /// <param name="force">Whether a running one is killed and removed; false where it is omitted.</param>
    /// <param name="changes">Removes it.</param>
    /// <param name="cancel">Ends the wait.</param>
    private static Task<Results<NoContent, NotFoundProblem, ConflictProblem>> Remove(string id, bool? force, ContainerChanges changes, CancellationToken cancel) =>
        changes.RemoveAsync(id, force ?? false, cancel);
}
