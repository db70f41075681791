using System.Text.Json;
using System.Text.RegularExpressions;
using Docker.DotNet.Models;

namespace NetApi.Adapters.DockerEngine;

/// <summary>An event of the engine. Two are equal where they are the same event, told twice.</summary>
/// <param name="Type"><c>container</c>, <c>network</c>, <c>daemon</c>, <c>node</c> …</param>
/// <param name="Action">What happened.</param>
/// <param name="ActorId">Whom it happened to; empty where the event is about many, such as <c>prune</c>.</param>
/// <param name="ContainerId">The container that a network was connected to or disconnected from; null for other events.</param>
/// <param name="TimeNano">When, in nanoseconds since 1970, by the engine's clock.</param>
internal sealed partial record EngineEvent(string Type, string Action, string ActorId, string? ContainerId, long TimeNano)
{
    private const long NanosecondsPerTick = 100;
    private const long NanosecondsPerSecond = 1_000_000_000;

    // None of these changes what an inspection shows. Health checks alone are three events every few seconds for each container.
    // A name may carry an argument: "exec_start: curl …", "health_status: healthy".
    private static readonly HashSet<string> OfNoConsequence = new(StringComparer.Ordinal)
    {
        "archive-path", "attach", "commit", "copy", "detach", "exec_create", "exec_detach", "exec_die", "exec_start",
        "export", "extract-to-dir", "health_status", "kill", "oom", "prune", "resize", "top",
    };

    /// <summary>When, UTC.</summary>
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddTicks(TimeNano / NanosecondsPerTick);

    /// <summary>The event as the cause of a change.</summary>
    public EngineCause Cause => new(Action, Type, ActorId, Time);

    /// <summary>Reads a line of the engine's stream.</summary>
    /// <exception cref="JsonException">It is no event.</exception>
    public static EngineEvent Parse(string line)
    {
        var message = JsonSerializer.Deserialize<Message>(line) ?? throw new JsonException("An event of the engine is null.");
        return new EngineEvent(
            message.Type ?? "",
            message.Action ?? "",
            message.Actor?.ID ?? "",
            message.Type == "network" && message.Actor?.Attributes is { } told && told.TryGetValue("container", out var container) ? container : null,
            message.TimeNano ?? (message.Time ?? 0) * NanosecondsPerSecond);
    }

    /// <summary>What must be read again because of it; nothing for most of a busy engine's events.</summary>
    public IEnumerable<EngineSubject> Subjects()
    {
        if (OfNoConsequence.Contains(Action.Split(':')[0]))
            yield break;
        switch (Type)
        {
            case "container" when FullId().IsMatch(ActorId):
                yield return EngineSubject.Container(ActorId);
                break;
            case "network":
                // A worker of a swarm knows an overlay network only while a container of its own is attached.
                yield return EngineSubject.Networks;
                if (ContainerId is { } container && FullId().IsMatch(container))
                    yield return EngineSubject.Container(container);
                break;
            case "daemon" or "node":
                yield return EngineSubject.Settings;
                break;
        }
    }

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex FullId();
}
