using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Reachability;

/// <summary><c>/api/v1/reachability/probes</c>: real connection attempts.</summary>
public static class ProbesEndpoints
{
    private static readonly ProbeRequest RequestExample = new(
        new VantageRequest("outside"), new ProbeDestinationRequest(Address: "192.0.2.10", Port: 8000, Protocol: "tcp"), ProbeQuestion.DefaultTimeoutMs);

    private static readonly ProbeResource ResponseExample = new(
        ProbeOutcome.Open,
        412,
        "198.18.0.2",
        40152,
        "192.0.2.10:8000 completed the TCP handshake.",
        null,
        new VantageResource(VantageKind.Outside, null, null),
        new DestinationResource("192.0.2.10", 8000, ProbeProtocol.Tcp, null, null));

    /// <summary>Registers what the group needs.</summary>
    public static void AddReachability(this IServiceCollection services)
    {
        services.AddSingleton<Prober>();
        services.AddHostedService<LeftOverVantages>();
    }

    /// <summary>Maps the group.</summary>
    public static void MapProbes(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/reachability/probes").WithTags("Reachability").RequireScope(Scope.Probe).ProducesBadRequest()
            .MapPost("/", Probe)
            .WithName("CreateProbe")
            .WithSummary("Probe a destination")
            .WithDescription("Opens a socket inside the vantage's namespace and tries the destination for real; nothing is run in a container. "
                + "TCP makes a handshake and ends it with a reset; UDP sends one zero byte, and its silence proves nothing.\n\n"
                + "`open`, `refused` (the destination says that nothing listens), `rejected` (an ICMP error: `icmp` has it, and who sent it), `timedOut`, "
                + "`noRoute`, `noNeighbour`, `addressUnavailable` and `permissionDenied` (the vantage itself could not send), `nameUnknown` (the container has no address), `failed`.\n\n"
                + "`outside` is a temporary namespace joined to the host by a veth. It is subject to the host's rules like any neighbour, but comes in by a link of its own, "
                + "so a rule that matches the real NIC or real clients' addresses does not see it, and nothing beyond this host is tested.\n\n"
                + "Destinations are what the host knows: its own addresses, running containers, published ports, and what a container that probes calls its own; others are refused. "
                + "A container that does not exist is a 404, one that does not run is a 409 as vantage and `nameUnknown` as destination.")
            .WithRequestExample(RequestExample)
            .WithResponseExample(ResponseExample);

    private static async Task<Results<Ok<ProbeResource>, ForbiddenProblem, NotFoundProblem, ConflictProblem, TooManyRequestsProblem, ServiceUnavailableProblem>> Probe(
        ProbeRequest request, LiveState live, Prober prober, CancellationToken cancel)
    {
        var question = ProbeQuestion.Of(request);
        HostState state = question.NamesContainer ? await live.CatchUpWithEngineAsync(cancel) : await live.CatchUpAsync(cancel);
        var (plan, problem) = ProbePlanner.Plan(question, state);
        ProbeResult? result = null;
        if (plan is not null)
            (result, problem) = await prober.RunAsync(plan, cancel);
        return problem?.Status switch
        {
            null => TypedResults.Ok(ProbeResource.Of(plan!, result!)),
            StatusCodes.Status403Forbidden => new ForbiddenProblem(problem),
            StatusCodes.Status404NotFound => new NotFoundProblem(problem),
            StatusCodes.Status409Conflict => new ConflictProblem(problem),
            StatusCodes.Status429TooManyRequests => new TooManyRequestsProblem(problem, ProbeProblems.RetryAfter),
            _ => new ServiceUnavailableProblem(problem),
        };
    }
}
