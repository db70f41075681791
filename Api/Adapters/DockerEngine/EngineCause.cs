using System.Collections.Immutable;

namespace NetApi.Adapters.DockerEngine;

/// <summary>The engine's event that a change was read after.</summary>
/// <param name="Action">What happened, in Docker's words: <c>start</c>, <c>die</c>, <c>connect</c> …</param>
/// <param name="ActorType">Whom it happened to: <c>container</c>, <c>network</c>, <c>daemon</c> …</param>
/// <param name="ActorId">The actor's id.</param>
/// <param name="Time">When, by the engine's clock, UTC.</param>
public sealed record EngineCause(string Action, string ActorType, string ActorId, DateTimeOffset Time);

/// <summary>Keeps causes few.</summary>
internal static class EngineCauses
{
    /// <summary>Causes of a reading of one subject, at the most.</summary>
    public const int MostOfOne = 16;

    /// <summary>Causes of what is taken together, at the most.</summary>
    public const int MostOfAll = 256;

    /// <summary>The newest of them in their order, each action upon an actor once.</summary>
    public static ImmutableArray<EngineCause> Newest(IEnumerable<EngineCause> causes, int most) =>
        [.. causes.Reverse().OrderByDescending(c => c.Time).DistinctBy(c => (c.Action, c.ActorType, c.ActorId)).Take(most).Reverse()];
}
