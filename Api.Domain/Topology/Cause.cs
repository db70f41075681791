namespace NetApi.Domain.Topology;

/// <summary>Who or what led to a revision.</summary>
public enum CauseKind
{
    /// <summary>NetApi began to watch: the first look of a run.</summary>
    Start,

    /// <summary>The kernel told of a change, or a look at it found one.</summary>
    Kernel,

    /// <summary>The engine told of an event.</summary>
    Engine,

    /// <summary>A call of NetApi's own that changes something was being carried out.</summary>
    Call,
}

/// <summary>What led to a revision, as far as it is known.</summary>
/// <param name="Kind">Who or what.</param>
/// <param name="Action">The engine's word for its event (<c>start</c>, <c>connect</c> …), or method and path of the call; null for others.</param>
/// <param name="ActorType">Whom the engine's event happened to: <c>container</c>, <c>network</c> …; null for others.</param>
/// <param name="ActorId">The actor's id; null for others.</param>
/// <param name="Key">Name of the key that made the call; null for others.</param>
/// <param name="RequestId">The call's id, as its answer and the log have it; null for others.</param>
public sealed record Cause(CauseKind Kind, string? Action = null, string? ActorType = null, string? ActorId = null, string? Key = null, string? RequestId = null);
