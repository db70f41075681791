namespace NetApi.Adapters.DockerEngine;

/// <summary>The engine's event that a change was read after.</summary>
/// <param name="Action">What happened, in Docker's words: <c>start</c>, <c>die</c>, <c>connect</c> …</param>
/// <param name="ActorType">Whom it happened to: <c>container</c>, <c>network</c>, <c>daemon</c> …</param>
/// <param name="ActorId">The actor's id.</param>
/// <param name="Time">When, by the engine's clock, UTC.</param>
public sealed record EngineCause(string Action, string ActorType, string ActorId, DateTimeOffset Time);
