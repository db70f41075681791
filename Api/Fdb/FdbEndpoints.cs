using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using NetApi.Topology;

namespace NetApi.Fdb;

/// <summary><c>/api/v1/fdb</c>: forwarding databases of bridges and vxlan links.</summary>
public static class FdbEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapFdb(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/fdb").WithTags("Forwarding databases").RequireScope(Scope.Read).ProducesKernelProblems().ProducesMomentProblems()
            .MapGet("/", List)
            .WithName("ListFdb")
            .WithSummary("List forwarding entries")
            .WithDescription("What `bridge fdb` shows, of every namespace that could be read: which MAC address is behind which port of a bridge, and behind which remote end of a vxlan link. Learned entries age, so they make no revision and no history. "
                + "`namespace` (id, name or `host`), `container` (id, beginning of an id, or name) and `bridge` narrow the list; what is given must hold together.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(Example));

    private static async Task<StateAnswer<StatePage<FdbResource>>> List([AsParameters] PageQuery page, [AsParameters] FdbFilter filter, [AsParameters] MomentQuery moment, CancellationToken cancel) =>
        StateAnswers.Page(await moment.ReadAsync(cancel), page, filter.Find, FdbResource.KeyOf, FdbResource.Of, Validator.Bytes);

    private static FdbResource Example => new(
        TopologyExamples.HostNamespace,
        null,
        new LinkRef("docker0", 3),
        new LinkRef("veth8d73f3e", 13),
        MacAddress.Parse("02:42:ac:11:00:07"),
        null,
        true,
        ["master"],
        null,
        null,
        TopologyExamples.Web);
}
