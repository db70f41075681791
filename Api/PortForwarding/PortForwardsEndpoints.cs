using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Adapters.Netfilter;
using NetApi.Containers;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.PortForwarding;

/// <summary><c>/api/v1/port-forwards</c> and <c>/api/v1/containers/{id}/path</c>: what carries published ports.</summary>
public static class PortForwardsEndpoints
{
    /// <summary>Registers what both need.</summary>
    public static void AddPortForwards(this IServiceCollection services)
    {
        services.AddSingleton<FirewallObserver>();
        services.AddSingleton<ForwardingCapture>();
    }

    /// <summary>Maps both.</summary>
    public static void MapPortForwards(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").RequireScope(Scope.Read).ProducesEngineProblems();

        group.MapGet("/port-forwards", List)
            .WithTags("Port forwards")
            .WithName("ListPortForwards")
            .WithSummary("List port forwards")
            .WithDescription("For each published port of a running container how it is carried out: the DNAT rule's own text, the docker-proxy process, or both.")
            .ProducesBadRequest()
            .WithResponseExample(StatePage.Example(PortForwardExamples.Forward));

        group.MapGet("/containers/{id}/path", Path)
            .WithTags("Containers")
            .WithName("GetContainerPath")
            .WithSummary("Show the way from outside to a container and back")
            .WithDescription("Hop by hop with the real names: NIC, DNAT rule or docker-proxy, bridge, veth ends, namespace; replies un-NATed by conntrack; MASQUERADE for what the container opens itself. "
                + "What could not be found is a hop that says so. This is how the host is set up, not a verdict: POST /api/v1/reachability/probes tells what packets do.")
            .WithResponseExample(PortForwardExamples.Path);
    }

    private static async Task<Ok<StatePage<PortForwardResource>>> List([AsParameters] PageQuery page, ForwardingCapture capture, CancellationToken cancel)
    {
        var bounds = page.Read();
        var forwarding = await capture.CaptureAsync(cancel);
        var items = PortForwards.Of(forwarding.State, forwarding.Firewall, forwarding.Proxies).Select(PortForwardResource.Of);
        return TypedResults.Ok(StatePage.Of(forwarding.State with { Gaps = [.. forwarding.Gaps] }, items, bounds, KeyOf));
    }

    private static async Task<Results<Ok<ContainerPathResource>, NotFoundProblem, ConflictProblem>> Path(string id, ForwardingCapture capture, CancellationToken cancel)
    {
        var forwarding = await capture.CaptureAsync(cancel);
        switch (ContainerLookup.Find(forwarding.State, id))
        {
            case Lookup<Container>.Found(var container):
                var path = new ContainerPathBuilder(forwarding.State, forwarding.Firewall, forwarding.Proxies).Build(container);
                return TypedResults.Ok(ContainerPathResource.Of(path, forwarding.Gaps));
            case Lookup<Container>.Ambiguous(var candidates):
                return ContainerProblems.Ambiguous(id, candidates);
            default:
                return ContainerProblems.NotFound(id);
        }
    }

    private static string KeyOf(PortForwardResource f) =>
        string.Create(CultureInfo.InvariantCulture, $"{f.HostPort:D5}/{f.Protocol}/{f.HostIp}/{f.Container.Id}");
}
