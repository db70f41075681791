using System.Net;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using NetApi.Topology;

namespace NetApi.Routes;

/// <summary><c>/api/v1/routes</c>: routes of every namespace.</summary>
public static class RoutesEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapRoutes(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/routes").WithTags("Routes").RequireScope(Scope.Read).ProducesKernelProblems().ProducesMomentProblems()
            .MapGet("/", List)
            .WithName("ListRoutes")
            .WithSummary("List routes")
            .WithDescription("Routes of all tables of every namespace that could be read, the kernel's own (table `local`) among them. "
                + "`namespace` (id, name or `host`), `container` (id, beginning of an id, or name), `table` (a number, `main`, `local` or `default`), `family` and `protocol` narrow the list; what is given must hold together.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(Example));

    private static async Task<StateAnswer<StatePage<RouteResource>>> List([AsParameters] PageQuery page, [AsParameters] RouteFilter filter, [AsParameters] MomentQuery moment, CancellationToken cancel) =>
        StateAnswers.Page(await moment.ReadAsync(cancel), page, filter.Find, RouteResource.KeyOf, RouteResource.Of);

    private static RouteResource Example => new()
    {
        Namespace = TopologyExamples.ContainerNamespace,
        Container = TopologyExamples.Web,
        Family = IpFamily.Ipv4,
        Table = new TableRef(254, "main"),
        Type = "unicast",
        Destination = IPNetwork.Parse("0.0.0.0/0"),
        NextHops = [new NextHopResource(IPAddress.Parse("172.17.0.1"), new LinkRef("eth0", 12), 1, [])],
        Metric = 0,
        Protocol = "boot",
        Scope = "global",
        Tos = 0,
        Flags = [],
    };
}
