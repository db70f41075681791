using System.Collections.Immutable;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Json;

namespace NetApi.Hosting;

/// <summary>A state that differs from the one before.</summary>
/// <param name="Number">From 1 on, one more for each; higher where an earlier run of NetApi may not have kept its last ones.</param>
/// <param name="Hash">Hash of its content (<see cref="HostState.ContentHash"/>).</param>
/// <param name="At">When the difference was seen, UTC.</param>
/// <param name="Changes">What changed since the revision before; empty for the first, and where only that differs which a diff leaves out.</param>
/// <param name="Renamings">Namespaces and links that have another name since the revision before.</param>
/// <param name="Gaps">What could not be read.</param>
/// <param name="Causes">What led to it, as far as it is known.</param>
/// <param name="NotBefore">Since when not everything was seen, UTC, where the changes may be older than <paramref name="At"/>; else null.</param>
public sealed record Revision(
    long Number,
    string Hash,
    DateTimeOffset At,
    ImmutableArray<Change> Changes,
    ImmutableArray<Renaming> Renamings,
    ImmutableArray<Gap> Gaps,
    ImmutableArray<Cause> Causes,
    DateTimeOffset? NotBefore = null);

/// <summary>Decides which of the states that were read are revisions, numbers them, publishes them, and tells what changed.</summary>
/// <remarks>One writer at a time: whoever watches the host calls it for each reading, in order.</remarks>
/// <param name="live">Where readers find the current state.</param>
/// <param name="tell">Is given each revision, and what it shows, after readers can see it.</param>
public sealed class Revisions(LiveState live, Action<Revision, HostState> tell)
{
    private long _last;
    private string _lastHash = "";
    private long _next = 1;
    private HostState? _current;
    private ContentHash _hash;

    /// <summary>Goes on where an earlier run of NetApi ended. To be called before the first state is published.</summary>
    /// <param name="number">Number of its last revision.</param>
    /// <param name="hash">Hash of that: a first state that has it is no new revision.</param>
    /// <param name="next">Number of the next one.</param>
    public void GoOnFrom(long number, string hash, long next) => (_last, _lastHash, _next) = (number, hash, next);

    /// <summary>Publishes what was read. Where nothing but what is volatile differs, the revision stays; else it is the next one.</summary>
    /// <param name="candidate">The state that was read; its number and hash are not looked at.</param>
    /// <param name="causes">Tells what led to the changes, as far as it is known; asked for a new revision only.</param>
    /// <param name="notBefore">Since when not everything was seen, where what was read may be older than it seems; else null.</param>
    /// <returns>The new revision's state; null where the revision stayed.</returns>
    public HostState? Publish(HostState candidate, Func<ImmutableArray<Change>, ImmutableArray<Cause>>? causes = null, DateTimeOffset? notBefore = null)
    {
        var previous = _current;
        var hash = previous is null ? ContentHash.Of(candidate) : ContentHash.Next(_hash, previous, candidate);
        if (previous is not null && hash == _hash)
        {
            MakeCurrent(candidate with { Revision = previous.Revision, ContentHash = previous.ContentHash, ObservedAt = previous.ObservedAt });
            return null;
        }
        var text = hash.ToString();
        var isAsLeft = previous is null && text == _lastHash;
        var state = candidate with { Revision = isAsLeft ? _last : _next, ContentHash = text };
        _next = isAsLeft ? _next : _next + 1;
        _hash = hash;
        // Readers first: they do not wait until somebody knows what changed.
        MakeCurrent(state);
        var (changes, renamings) = previous is null ? ([], []) : HostDiff.CompareForFollowers(previous, state);
        tell(
            new Revision(state.Revision, state.ContentHash, state.ObservedAt, changes, renamings, state.Gaps, causes?.Invoke(changes) ?? [], notBefore < state.ObservedAt ? notBefore : null),
            state);
        return state;
    }

    private void MakeCurrent(HostState state)
    {
        _current = state;
        live.Publish(state);
    }
}
