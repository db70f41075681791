using NetApi.Adapters.DockerEngine;

namespace NetApi.Hosting.Problems;

/// <summary>The one place that says how the engine's failures are answered.</summary>
public static class EngineProblems
{
    /// <summary>What still works without the engine.</summary>
    public const string StillWorks = "What the kernel shows keeps working: /api/v1/bridges, /api/v1/veth-pairs, /api/v1/namespaces and /api/v1/host; also links, addresses, routes, ports, the topology and all else of the kernel.";

    // moby answers 500 for some of these: what they say tells more than the status.
    private static readonly string[] ClashWords = ["port is already allocated", "address already in use", "Address already in use", "is already in use"];

    /// <summary>Whether the engine refused because somebody holds a port, an address or a name.</summary>
    public static bool IsClash(EngineRefusedException refused) =>
        refused.StatusCode == StatusCodes.Status409Conflict || ClashWords.Any(w => refused.EngineMessage.Contains(w, StringComparison.Ordinal));

    /// <summary>The document for a failure of the engine: 503 where it does not answer, 409 and 422 where it refuses, 502 where it fails itself.</summary>
    public static Problem Of(EngineException failure)
    {
        var problem = failure switch
        {
            EngineRefusedException refused => KindOf(refused).Document(refused.Message) with { EngineMessage = refused.EngineMessage },
            _ => ProblemKinds.EngineUnavailable.Document($"{failure.Message} {StillWorks}"),
        };
        return Remains(failure) is { } remains ? problem with { Detail = $"{problem.Detail} {remains}" } : problem;
    }

    // What a creation left, or may leave: the caller must be able to find it.
    private static string? Remains(EngineException failure) => failure switch
    {
        { Leftover: { } id } => $"The container {id} was created and could not be removed again; remove it when the engine answers: DELETE /api/v1/containers/{id}?force=true.",
        { MayAppear: { } name } => $"The engine may have created the container {name} all the same; look when it answers: GET /api/v1/containers/{name}, and DELETE it if it is not wanted.",
        _ => null,
    };

    // A stream that had begun with 200 and ended in an error was refused by what the engine asked in turn: a registry.
    private static ProblemKind KindOf(EngineRefusedException refused) => refused switch
    {
        _ when IsClash(refused) => ProblemKinds.Conflict,
        { StatusCode: >= StatusCodes.Status500InternalServerError } => ProblemKinds.EngineFailed,
        _ => ProblemKinds.EngineRefused,
    };
}
