using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Hosting;
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
        var group = routes.MapGroup("/namespaces").WithTags("Namespaces").RequireScope(Scope.Read).ProducesKernelProblems();

        group.MapGet("/", List)
            .WithName("ListNamespaces")
            .WithSummary("List network namespaces")
            .WithDescription("Every network namespace that can be found: the host's, containers', named ones, overlay networks' hidden ones, and those only processes or bind mounts hold.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(TopologyExamples.Namespace));

        group.MapGet("/{id}", Find)
            .WithName("GetNamespace")
            .WithSummary("Get one network namespace")
            .WithDescription("By its id, its inode, or its name where only one namespace has it; `host` is the one NetApi runs in.")
            .WithResponseExample(TopologyExamples.Namespace);
    }

    private static async Task<Ok<StatePage<NamespaceResource>>> List([AsParameters] PageQuery page, LiveState live, CancellationToken cancel)
    {
        var state = await live.ReadAsync(cancel);
        return TypedResults.Ok(StatePage.Of(state, NamespaceResource.All(state), page, n => string.Create(CultureInfo.InvariantCulture, $"{(int)n.Kind}/{n.Name}/{n.Id}")));
    }

    private static async Task<Results<Ok<NamespaceResource>, NotFoundProblem, ConflictProblem>> Find(string id, LiveState live, CancellationToken cancel)
    {
        var all = NamespaceResource.All(await live.ReadAsync(cancel)).ToList();
        var found = all.Where(n => n.Id.Value == id || n.Inode.ToString(CultureInfo.InvariantCulture) == id).ToList();
        if (found.Count == 0)
            found = [.. all.Where(n => n.Name == id)];
        return found switch
        {
            [var one] => TypedResults.Ok(one),
            [] => new NotFoundProblem(ProblemKinds.NamespaceNotFound.Document($"No namespace has the id, inode or name '{id}'. GET /api/v1/namespaces lists them.")),
            _ => new ConflictProblem(ProblemKinds.Ambiguous.Document($"{found.Count} namespaces are named '{id}'; give one's id: {string.Join(", ", found.Select(n => n.Id))}.")),
        };
    }
}
