using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Topology;

/// <summary><c>/api/v1/bridges</c>: Linux bridges as the kernel shows them.</summary>
public static class BridgesEndpoints
{
    /// <summary>Maps the group.</summary>
    public static void MapBridges(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/bridges").WithTags("Bridges").RequireScope(Scope.Read).ProducesKernelProblems().ProducesMomentProblems();

        group.MapGet("/", List)
            .WithName("ListBridges")
            .WithSummary("List bridges")
            .WithDescription("Every Linux bridge of every namespace that could be read, with its ports and the containers behind them.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(TopologyExamples.Bridge));

        group.MapGet("/{name}", Find)
            .WithName("GetBridge")
            .WithSummary("Get one bridge")
            .WithDescription("The bridge of that name in the host's namespace, or in the namespace that `namespace` names by its id.")
            .WithResponseExample(TopologyExamples.Bridge.WithoutGaps());
    }

    private static async Task<StateAnswer<StatePage<BridgeResource>>> List([AsParameters] PageQuery page, [AsParameters] MomentQuery moment, CancellationToken cancel) =>
        StateAnswers.Page(
            await moment.ReadAsync(cancel),
            page,
            index => index.State.Links.Where(l => l.IsBridge),
            (bridge, index) => $"{PlaceFilter.KeyOf(index, bridge.Namespace)}/{bridge.Name}",
            BridgeResource.Of);

    /// <param name="name">The bridge.</param>
    /// <param name="namespace">Id of the namespace it is in; the host's where it is omitted.</param>
    /// <param name="moment">The state.</param>
    /// <param name="cancel">Ends the wait.</param>
    private static async Task<Results<StateAnswer<BridgeResource>, NotFoundProblem>> Find(string name, string? @namespace, [AsParameters] MomentQuery moment, CancellationToken cancel)
    {
        var state = await moment.ReadAsync(cancel);
        var index = HostIndex.Of(state);
        var netns = @namespace is null ? index.Host?.Id : new NetnsId(@namespace);
        return netns is { } id && index.Link(id, name) is { IsBridge: true } bridge
            ? StateAnswers.Of(state, () => BridgeResource.Of(bridge, index).WithGapsOf(state))
            : new NotFoundProblem(ProblemKinds.BridgeNotFound.Document(
                Absence.Of($"No bridge is named '{name}'{(@namespace is null ? " in the host's namespace" : $" in namespace {@namespace}")}", "/api/v1/bridges", state, moment)));
    }
}
