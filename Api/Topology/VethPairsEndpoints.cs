using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Topology;

/// <summary><c>/api/v1/veth-pairs</c>: veth links paired by the kernel's own indices.</summary>
public static class VethPairsEndpoints
{
    /// <summary>Maps the group.</summary>
    public static void MapVethPairs(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/veth-pairs").WithTags("Veth pairs").RequireScope(Scope.Read).ProducesKernelProblems().ProducesMomentProblems()
            .MapGet("/", List)
            .WithName("ListVethPairs")
            .WithSummary("List veth pairs")
            .WithDescription("Every veth pair of which at least one end could be read. Ends are paired by IFLA_LINK and IFLA_LINK_NETNSID, never by name: "
                + "`confirmed` means both ends were read and name each other, `oneSided` that only one was, `hidden` that the peer's namespace cannot be seen.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(TopologyExamples.VethPair));

    private static async Task<StateAnswer<StatePage<VethPairResource>>> List([AsParameters] PageQuery page, [AsParameters] MomentQuery moment, CancellationToken cancel) =>
        StateAnswers.Page(await moment.ReadAsync(cancel), page, index => index.Pairs.All, VethPairResource.KeyOf, VethPairResource.Of);
}
