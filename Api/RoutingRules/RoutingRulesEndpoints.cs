using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using NetApi.Routes;
using NetApi.Topology;

namespace NetApi.RoutingRules;

/// <summary><c>/api/v1/rules</c>: routing policy rules of every namespace.</summary>
public static class RoutingRulesEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapRoutingRules(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/rules").WithTags("Routing rules").RequireScope(Scope.Read).ProducesKernelProblems().ProducesMomentProblems()
            .MapGet("/", List)
            .WithName("ListRoutingRules")
            .WithSummary("List routing policy rules")
            .WithDescription("What `ip rule` and `ip -6 rule` show, of every namespace that could be read, in the order in which the kernel asks them. These are not firewall rules. "
                + "`namespace` (id, name or `host`), `container` (id, beginning of an id, or name), `table` and `family` narrow the list; what is given must hold together.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(Example));

    private static async Task<StateAnswer<StatePage<RoutingRuleResource>>> List([AsParameters] PageQuery page, [AsParameters] RoutingRuleFilter filter, [AsParameters] MomentQuery moment, CancellationToken cancel) =>
        StateAnswers.Page(await moment.ReadAsync(cancel), page, filter.Find, RoutingRuleResource.KeyOf, RoutingRuleResource.Of);

    private static RoutingRuleResource Example => new()
    {
        Namespace = TopologyExamples.HostNamespace,
        Family = IpFamily.Ipv4,
        Priority = 32766,
        Action = "table",
        Table = new TableRef(254, "main"),
        Inverted = false,
        Tos = 0,
        L3mdev = false,
        Protocol = "kernel",
    };
}
