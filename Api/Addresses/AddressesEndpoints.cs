using System.Net;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using NetApi.Topology;

namespace NetApi.Addresses;

/// <summary><c>/api/v1/addresses</c>: addresses of every namespace.</summary>
public static class AddressesEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapAddresses(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/addresses").WithTags("Addresses").RequireScope(Scope.Read).ProducesKernelProblems().ProducesMomentProblems()
            .MapGet("/", List)
            .WithName("ListAddresses")
            .WithSummary("List addresses")
            .WithDescription("Every IP address of every link of every namespace that could be read, with scope, flags and lifetimes. "
                + "`namespace` (id, name or `host`), `container` (id, beginning of an id, or name) and `family` narrow the list; what is given must hold together.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(Example));

    private static async Task<StateAnswer<StatePage<AddressResource>>> List([AsParameters] PageQuery page, [AsParameters] AddressFilter filter, [AsParameters] MomentQuery moment, CancellationToken cancel) =>
        StateAnswers.Page(await moment.ReadAsync(cancel), page, filter.Find, AddressResource.KeyOf, AddressResource.Of, Validator.Bytes);

    private static AddressResource Example => new()
    {
        Namespace = TopologyExamples.ContainerNamespace,
        Container = TopologyExamples.Web,
        Link = new LinkRef("eth0", 12),
        Family = IpFamily.Ipv4,
        Address = InterfaceAddress.Parse("172.17.0.7/16"),
        Broadcast = IPAddress.Parse("172.17.255.255"),
        Label = "eth0",
        Scope = "global",
        Flags = ["permanent"],
    };
}
