using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Domain.Topology;
using NetApi.Hosting;
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
        routes.MapGroup("/veth-pairs").WithTags("Veth pairs").RequireScope(Scope.Read).ProducesKernelProblems()
            .MapGet("/", List)
            .WithName("ListVethPairs")
            .WithSummary("List veth pairs")
            .WithDescription("Every veth pair of which at least one end could be read. Ends are paired by IFLA_LINK and IFLA_LINK_NETNSID, never by name: "
                + "`confirmed` means both ends were read and name each other, `oneSided` that only one was, `hidden` that the peer's namespace cannot be seen.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(TopologyExamples.VethPair));

    private static async Task<Ok<StatePage<VethPairResource>>> List([AsParameters] PageQuery page, LiveState live, CancellationToken cancel)
    {
        var state = await live.ReadAsync(cancel);
        return TypedResults.Ok(StatePage.Of(state, VethPairResource.All(state), page, KeyOf));
    }

    private static string KeyOf(VethPairResource pair) =>
        string.Create(CultureInfo.InvariantCulture, $"{(pair.Ends[0].Namespace?.Kind == NetnsKind.Host ? 0 : 1)}/{pair.Ends[0].Namespace?.Id}/{pair.Ends[0].Index:D10}");
}
