using System.Net;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using NetApi.Topology;

namespace NetApi.Sockets;

/// <summary><c>/api/v1/sockets</c>: listening sockets of every namespace.</summary>
public static class SocketsEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapSockets(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/sockets").WithTags("Sockets").RequireScope(Scope.Read).ProducesKernelProblems().ProducesMomentProblems()
            .MapGet("/", List)
            .WithName("ListSockets")
            .WithSummary("List listening sockets")
            .WithDescription("TCP sockets that listen and UDP sockets that are bound and not connected, of every namespace that could be read, with the container or process that holds each. "
                + "Nothing tells when a process begins or ceases to listen: what is shown may be up to a minute old. `/api/v1/ports` looks up those of the host itself. "
                + "`namespace` (id, name or `host`), `container` (id, beginning of an id, or name), `protocol`, `family` and `port` narrow the list; what is given must hold together.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(Example));

    private static async Task<StateAnswer<StatePage<SocketResource>>> List([AsParameters] PageQuery page, [AsParameters] SocketFilter filter, [AsParameters] MomentQuery moment, CancellationToken cancel) =>
        StateAnswers.Page(await moment.ReadAsync(cancel), page, filter.Find, SocketResource.KeyOf, SocketResource.Of, Validator.Bytes);

    private static SocketResource Example => new(
        TopologyExamples.ContainerNamespace,
        TopologyExamples.Web,
        TransportProtocol.Tcp,
        IPAddress.Any,
        80,
        null,
        null,
        new ProcessRef(4711, "nginx"),
        0,
        48151);
}
