using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Ports;

/// <summary><c>/api/v1/ports</c>: who holds which port of the host.</summary>
public static class PortsEndpoints
{
    /// <summary>Maps the group.</summary>
    public static void MapPorts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/ports").WithTags("Ports").RequireScope(Scope.Read).ProducesKernelProblems();

        group.MapGet("/", List)
            .ProducesMomentProblems()
            .WithName("ListPorts")
            .WithSummary("Show the host's port table")
            .WithDescription("Every host address and port that is published by a running container, reserved by a stopped one, or held by a process of the host, with its holder; and what containers expose without publishing it. "
                + "The engine's own sockets (docker-proxy) belong to the port they serve. Nothing tells that a process began or ceased to listen: the host's sockets are as of the last look, 1, 3 and 10 s after its network changed, and a minute ago at the most; `/ports/free` looks anew. `protocol`, `address`, `port`, `container` and `holder` narrow the table; what is given must hold together.")
            .ProducesBadRequest()
            .WithResponseExample(PortExamples.Page);

        group.MapGet("/free", Free)
            .WithName("FindFreePorts")
            .WithSummary("Suggest free host ports")
            .WithDescription("The first `count` ports (1 where it is omitted) from `from` on (8000) that nobody holds for `protocol` (tcp) on `address` (all addresses), and who holds those in between. "
                + "The host's listening TCP sockets and unconnected UDP sockets are looked up for it: a port that a connection has as its own, or that is bound and nothing more, is not seen to be taken. SCTP's are seen only where the kernel has loaded `sctp` and `sctp_diag`. A suggestion, not a reservation: somebody may take a port before it is published.")
            .ProducesBadRequest()
            .WithResponseExample(PortExamples.Free);
    }

    private static async Task<StateAnswer<PortPage>> List([AsParameters] PageQuery page, [AsParameters] PortFilter filter, [AsParameters] MomentQuery moment, CancellationToken cancel)
    {
        var state = await moment.ReadAsync(cancel);
        var faults = new FaultList();
        var bounds = page.Read(faults);
        var (isPort, isContainer) = filter.Compile(state, faults);
        faults.ThrowIfAny();
        return StateAnswers.Of(state, () =>
        {
            var table = new PortTable(state);
            var items = StatePage.Of(state, table.Ports.Where(isPort), bounds, PortResource.KeyOf, PortResource.Of);
            var exposed = bounds.After is null ? table.Unpublished.Where(u => isContainer(u.Container)) : [];
            return new PortPage(items.Items, [.. exposed.Select(ExposedResource.Of)], items.NextCursor, items.Complete, items.Gaps, items.ObservedAt);
        }, Validator.Bytes);
    }

    private static async Task<StateAnswer<FreePortsResource>> Free([AsParameters] FreePortsQuery query, LiveState live, CancellationToken cancel)
    {
        // Nothing tells that a process began to listen, and a port that it took half a minute ago must not be suggested.
        var state = await live.CatchUpAsync(cancel);
        var asked = query.Read(state);
        return StateAnswers.Of(state, () => FreePortsResource.Of(state, asked), Validator.Bytes);
    }
}
