using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using NetApi.Topology;

namespace NetApi.Links;

/// <summary><c>/api/v1/links</c>: links of every namespace.</summary>
public static class LinksEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapLinks(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/links").WithTags("Links").RequireScope(Scope.Read).ProducesKernelProblems().ProducesMomentProblems()
            .MapGet("/", List)
            .WithName("ListLinks")
            .WithSummary("List links")
            .WithDescription("Every link of every namespace that could be read, with what it is made on, enslaved to or paired with. "
                + "`namespace` (id, name or `host`), `container` (id, beginning of an id, or name), `bridge` (its ports), `kind` and `state` narrow the list; what is given must hold together.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(Example));

    private static async Task<StateAnswer<StatePage<LinkResource>>> List([AsParameters] PageQuery page, [AsParameters] LinkFilter filter, [AsParameters] MomentQuery moment, CancellationToken cancel) =>
        StateAnswers.Page(await moment.ReadAsync(cancel), page, filter.Find, LinkResource.KeyOf, LinkResource.Of);

    private static LinkResource Example => new()
    {
        Namespace = TopologyExamples.HostNamespace,
        Name = "veth8d73f3e",
        Index = 13,
        Kind = "veth",
        State = LinkState.Up,
        Up = true,
        HasCarrier = true,
        MtuBytes = 1500,
        Mac = MacAddress.Parse("ba:e2:11:f3:10:07"),
        Addresses = [InterfaceAddress.Parse("fe80::b8e2:11ff:fef3:1007/64")],
        AltNames = [],
        Master = new LinkRef("docker0", 3),
        Peer = new LinkPeer(TopologyExamples.ContainerNamespace, "eth0", 12, VethVerdict.Confirmed),
        BridgePort = new BridgePort(BridgePortState.Forwarding, new BridgePortSettings { Learning = true, UnicastFlood = true, Cost = 2, Priority = 32 }),
        Vlans = [],
    };
}
