using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Networks;

/// <summary><c>/api/v1/networks</c>.</summary>
public static class NetworksEndpoints
{
    /// <summary>Registers what the group and that of attachments need.</summary>
    public static void AddNetworks(this IServiceCollection services)
    {
        services.AddSingleton<NetworkChanges>();
        services.AddSingleton<AttachmentChanges>();
    }

    /// <summary>Maps the group, and the attachments below it.</summary>
    public static void MapNetworks(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/networks").WithTags("Networks").RequireScope(Scope.Read).ProducesEngineProblems();
        var write = routes.MapGroup("/networks").WithTags("Networks").RequireScope(Scope.Write).ProducesEngineProblems();

        read.MapGet("/", List)
            .ProducesMomentProblems()
            .WithName("ListNetworks")
            .WithSummary("List networks")
            .WithDescription("The engine's networks of every driver, with their bridges as the kernel shows them. `name` (a part of it) and `driver` narrow the list; what is given must hold together.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(NetworkExamples.Front));

        read.MapGet("/{id}", Find)
            .ProducesMomentProblems()
            .WithName("GetNetwork")
            .WithSummary("Get one network")
            .WithDescription("By id, by an unambiguous beginning of its id, or by name.")
            .WithResponseExample(NetworkExamples.Front.WithoutGaps());

        write.MapPost("/", (CreateNetworkRequest request, NetworkChanges changes, CancellationToken cancel) => changes.CreateAsync(request, cancel))
            .WithName("CreateNetwork")
            .WithSummary("Create a network")
            .WithDescription("A network of the bridge driver. A subnet that overlaps another network or a route of the host is a conflict that names it; routes that lead everywhere (0.0.0.0/0, and the halves VPNs make of it) do not count.")
            .ProducesEngineRefusal()
            .WithRequestExample(NetworkExamples.Request)
            .WithResponseExample(NetworkExamples.Front.WithoutGaps() with { Containers = [] });

        write.MapDelete("/{id}", (string id, NetworkChanges changes, CancellationToken cancel) => changes.RemoveAsync(id, cancel))
            .WithName("DeleteNetwork")
            .WithSummary("Remove a network")
            .WithDescription("Only one that no container is attached to, running or not, and none of Docker's own.")
            .ProducesEngineRefusal();

        read.MapAttachment();
        write.MapAttachmentChanges();
    }

    private static async Task<StateAnswer<StatePage<NetworkResource>>> List([AsParameters] PageQuery page, [AsParameters] NetworkFilter filter, [AsParameters] MomentQuery moment, CancellationToken cancel)
    {
        var state = await moment.ReadWithEngineAsync(cancel);
        return StateAnswers.Page(state, page, () => state.Networks.Where(filter.Matches), n => $"{n.Name}/{n.Id}", n => NetworkResource.Of(n, state));
    }

    private static async Task<Results<StateAnswer<NetworkResource>, NotFoundProblem, ConflictProblem>> Find(string id, [AsParameters] MomentQuery moment, CancellationToken cancel)
    {
        var state = await moment.ReadWithEngineAsync(cancel);
        return NetworkLookup.Find(state, id) switch
        {
            Lookup<Network>.Found(var network) => StateAnswers.Of(state, () => NetworkResource.Of(network, state).WithGapsOf(state)),
            Lookup<Network>.Ambiguous(var candidates) => NetworkProblems.Ambiguous(id, candidates),
            _ => NetworkProblems.NotFound(id, state, moment),
        };
    }
}
