using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Topology;

/// <summary><c>/api/v1/namespaces</c>: network namespaces of the host.</summary>
public static class NamespacesEndpoints
{
    /// <summary>Maps the group.</summary>
    public static void MapNamespaces(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/namespaces").WithTags("Namespaces").RequireScope(Scope.Read).ProducesKernelProblems().ProducesMomentProblems();

        group.MapGet("/", List)
            .WithName("ListNamespaces")
            .WithSummary("List network namespaces")
            .WithDescription("Every network namespace that can be found: the host's, containers', named ones, overlay networks' hidden ones, their load balancers', and those only processes or bind mounts hold.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(TopologyExamples.Namespace));

        group.MapGet("/{id}", Find)
            .WithName("GetNamespace")
            .WithSummary("Get one network namespace")
            .WithDescription("By its id, its inode, or its name where only one namespace has it; `host` is the one NetApi runs in.")
            .WithResponseExample(TopologyExamples.Namespace.WithoutGaps());
    }

    private static async Task<StateAnswer<StatePage<NamespaceResource>>> List([AsParameters] PageQuery page, [AsParameters] MomentQuery moment, CancellationToken cancel) =>
        StateAnswers.Page(await moment.ReadAsync(cancel), page, index => index.State.Namespaces, NamespaceResource.KeyOf, NamespaceResource.Of);

    private static async Task<Results<StateAnswer<NamespaceResource>, NotFoundProblem, ConflictProblem>> Find(string id, [AsParameters] MomentQuery moment, CancellationToken cancel)
    {
        var state = await moment.ReadAsync(cancel);
        var found = state.Namespaces.Where(n => n.Id.Value == id || n.Inode.ToString(CultureInfo.InvariantCulture) == id).ToList();
        if (found.Count == 0)
            found = [.. state.Namespaces.Where(n => n.Name == id)];
        return found switch
        {
            [var one] => StateAnswers.Of(state, () => NamespaceResource.Of(one, HostIndex.Of(state)).WithGapsOf(state)),
            [] => new NotFoundProblem(ProblemKinds.NamespaceNotFound.Document(Absence.Of($"No namespace has the id, inode or name '{id}'", "/api/v1/namespaces", state, moment))),
            _ => new ConflictProblem(ProblemKinds.Ambiguous.Document($"{found.Count} namespaces are named '{id}'; give one's id: {string.Join(", ", found.Select(n => n.Id))}.")),
        };
    }
}
