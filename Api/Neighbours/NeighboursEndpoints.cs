using System.Net;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using NetApi.Topology;

namespace NetApi.Neighbours;

/// <summary><c>/api/v1/neighbours</c>: neighbour tables of every namespace.</summary>
public static class NeighboursEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapNeighbours(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/neighbours").WithTags("Neighbours").RequireScope(Scope.Read).ProducesKernelProblems().ProducesMomentProblems()
            .MapGet("/", List)
            .WithName("ListNeighbours")
            .WithSummary("List neighbours")
            .WithDescription("The neighbour tables (ARP, NDP) of every namespace that could be read. Entries that traffic makes come and go by timers, so they make no revision and no history. "
                + "`namespace` (id, name or `host`), `container` (id, beginning of an id, or name), `family` and `state` narrow the list; what is given must hold together.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(Example));

    private static async Task<StateAnswer<StatePage<NeighbourResource>>> List([AsParameters] PageQuery page, [AsParameters] NeighbourFilter filter, [AsParameters] MomentQuery moment, CancellationToken cancel) =>
        StateAnswers.Page(await moment.ReadAsync(cancel), page, filter.Find, NeighbourResource.KeyOf, NeighbourResource.Of, Validator.Bytes);

    private static NeighbourResource Example => new(
        TopologyExamples.HostNamespace,
        null,
        new LinkRef("docker0", 3),
        IpFamily.Ipv4,
        IPAddress.Parse("172.17.0.7"),
        MacAddress.Parse("02:42:ac:11:00:07"),
        NeighbourState.Reachable,
        false,
        false,
        false);
}
