using System.Globalization;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Problems;

namespace NetApi.History;

/// <summary>A part of the history.</summary>
/// <param name="After">The revision that it begins after.</param>
/// <param name="UpTo">The revision that it ends with.</param>
/// <param name="FromTime">The instant that it begins after, UTC.</param>
/// <param name="UntilTime">The instant that it ends with, UTC.</param>
internal sealed record HistoryRange(long After, long UpTo, DateTimeOffset FromTime, DateTimeOffset UntilTime);

/// <summary>Finds the state of the host at a moment.</summary>
public sealed class Moments(LiveState live, PastStates past, HistoryStore history, HistoryWriter writer, SnapshotStore snapshots, KnownInterruptions interruptions, HostIdentity host, TimeProvider clock)
{
    /// <summary>Scope of the gaps of a moment of which not everything is known. They hide nothing of what is shown.</summary>
    internal const string HistoryScope = "history";

    private const int MaxToldInterruptions = 8;

    // Seconds of the years 2001 to 2286, which are no numbers of revisions yet.
    private const long FirstUnixTime = 1_000_000_000;
    private const long LastUnixTime = 9_999_999_999;

    /// <summary>The state at a moment.</summary>
    /// <param name="text">One of the <see cref="Moment.Forms"/>.</param>
    /// <param name="parameter">Name of the query's parameter, for faults.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="InvalidRequestException">It is none of the forms, or lies in the future.</exception>
    /// <exception cref="MomentNotFoundException">Nothing is kept of it.</exception>
    /// <exception cref="StoreUnavailableException">The history cannot be read.</exception>
    public async Task<HostState> ReadAsync(string text, string parameter, CancellationToken cancel)
    {
        var faults = new FaultList();
        var moment = Parse(text, parameter, faults);
        faults.ThrowIfAny();
        return await ReadAsync(moment!, live.ReadAsync, cancel);
    }

    /// <summary>The states of two moments that are to be compared; <c>live</c> shows all that had happened before the call.</summary>
    /// <inheritdoc cref="ReadAsync(string, string, CancellationToken)"/>
    public async Task<(HostState From, HostState To)> ReadBothAsync(string from, string to, CancellationToken cancel)
    {
        var faults = new FaultList();
        var (earlier, later) = (Parse(from, "from", faults), Parse(to, "to", faults));
        faults.ThrowIfAny();
        // A state of the past is read without a pause, so the other one is read beside it; what is live now may be another state a moment later.
        var readingEarlier = earlier is Moment.Now ? ThenAsync(earlier) : Task.Run(() => ThenAsync(earlier!), cancel);
        if (earlier is Moment.Now)
            await readingEarlier;
        var readingLater = ThenAsync(later!);
        await Task.WhenAll(readingEarlier, readingLater);
        return (await readingEarlier, await readingLater);

        // However long ago it came about, it is the state of that instant.
        async Task<HostState> ThenAsync(Moment moment) => await ReadAsync(moment, Now, cancel) is var state && moment is Moment.At { Time: var time } ? state with { ObservedAt = time } : state;

        async ValueTask<HostState> Now(CancellationToken c) => await live.CatchUpAsync(c) with { ObservedAt = clock.GetUtcNow() };
    }

    /// <summary>The state that a snapshot shows, at the instant that it shows.</summary>
    /// <param name="snapshot">The snapshot, as <see cref="SnapshotStore"/> gave it.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="MomentNotFoundException">It was deleted meanwhile.</exception>
    /// <exception cref="StoreUnavailableException">The history cannot be read.</exception>
    public async Task<HostState> ReadAsync(Snapshot snapshot, CancellationToken cancel)
    {
        if (snapshot.Revision is not { } number)
            return await snapshots.ReadWholeAsync(host.Id, snapshot.Id, cancel) ?? throw Deleted();
        return await history.FindRevisionAsync(number, cancel) is { } kept
            ? await past.ReadAsync(kept, cancel) with { ObservedAt = snapshot.TakenAt }
            : throw Deleted();

        MomentNotFoundException Deleted() => new(ProblemKinds.SnapshotNotFound, $"Snapshot '{snapshot.Id}' was deleted a moment ago.");
    }

    /// <summary>The part of the history between two moments; from its beginning, until now, where none is given.</summary>
    /// <param name="from">What comes after it is in the part; null for all.</param>
    /// <param name="to">What comes after it is not in the part; null for all.</param>
    /// <param name="faults">Faults of other parameters, which are told with those of these.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <inheritdoc cref="ReadAsync(string, string, CancellationToken)"/>
    internal async Task<HistoryRange> ReadRangeAsync(string? from, string? to, FaultList faults, CancellationToken cancel)
    {
        var (earlier, later) = (from is null ? null : Parse(from, "from", faults), to is null ? null : Parse(to, "to", faults));
        faults.ThrowIfAny();
        await CatchUpAsync(cancel);
        var (after, fromTime) = earlier is null ? (0, DateTimeOffset.MinValue) : await BoundAsync(earlier, "from", faults, cancel);
        var (upTo, untilTime) = later is null or Moment.Now ? (long.MaxValue, clock.GetUtcNow()) : await BoundAsync(later, "to", faults, cancel);
        // By number too: a clock may have been set back between them.
        if (later is not null && fromTime > untilTime && after >= upTo)
            faults.Add("?to", "before-from", $"to is {InWords(untilTime)}, before from, {InWords(fromTime)}; nothing lies between them. Exchange the two.");
        faults.ThrowIfAny();
        return new HistoryRange(after, upTo, fromTime, untilTime);
    }

    // What was published before the question must not be missing in the answer; what cannot be kept is told by the status.
    private async Task CatchUpAsync(CancellationToken cancel)
    {
        if (live.Current is not { } current || writer.Health.FailedSince is not null)
            return;
        try
        {
            await writer.KeptAsync(current.Revision, cancel);
        }
        catch (StoreUnavailableException)
        {
            // It failed just now.
        }
    }

    private async Task<(long Number, DateTimeOffset Time)> BoundAsync(Moment moment, string parameter, FaultList faults, CancellationToken cancel)
    {
        if (moment is Moment.OfSnapshot { Id: var id } && await FindSnapshotAsync(id, cancel) is { Revision: null } whole)
        {
            if (whole.HostId != host.Id)
                faults.Add($"?{parameter}", "other-host", $"{parameter} is a snapshot of another host, which has no place in this one's history; GET /api/v1/diff compares it.");
            // From before there were revisions.
            moment = new Moment.At(whole.TakenAt);
        }
        if (moment is Moment.At { Time: var time })
            return ((await history.FindRevisionAsync(time, cancel))?.Number ?? 0, time);
        var state = await ReadAsync(moment, live.ReadAsync, cancel);
        return (state.Revision, state.ObservedAt);
    }

    private Moment? Parse(string text, string parameter, FaultList faults)
    {
        var now = clock.GetUtcNow();
        var moment = text.Length == 0 ? null : Moment.Parse(text, now);
        if (moment is null)
            faults.Add($"?{parameter}", "malformed-moment", $"{parameter} is '{text}'; give {Moment.Forms}.");
        else if (moment is Moment.At { Time: var time } && time > now)
            faults.Add($"?{parameter}", "in-the-future", $"{parameter} is {InWords(time)}, and it is {InWords(now)}.");
        return moment;
    }

    private async Task<HostState> ReadAsync(Moment moment, Func<CancellationToken, ValueTask<HostState>> readLive, CancellationToken cancel) => moment switch
    {
        Moment.Now => await readLive(cancel),
        Moment.At { Time: var time } => await AtAsync(time, cancel),
        Moment.OfRevision { Number: var number } => await OfRevisionAsync(number, cancel),
        Moment.OfSnapshot { Id: var id } => await OfSnapshotAsync(id, cancel),
        _ => throw new ArgumentOutOfRangeException(nameof(moment)),
    };

    private async Task<HostState> AtAsync(DateTimeOffset time, CancellationToken cancel)
    {
        var current = await live.ReadAsync(cancel);
        var hidden = await GapsAtAsync(time, cancel);
        var state = time >= current.ObservedAt ? current : await KeptAtAsync(time, current, cancel);
        return hidden is [] ? state : state with { Gaps = [.. state.Gaps, .. hidden] };
    }

    private async Task<HostState> KeptAtAsync(DateTimeOffset time, HostState current, CancellationToken cancel)
    {
        var kept = await history.FindRevisionAsync(time, cancel);
        // What was published last may not be kept yet.
        if (kept is null || kept.Number >= writer.Held?.Revision)
        {
            await writer.KeptAsync(current.Revision, cancel);
            kept = await history.FindRevisionAsync(time, cancel);
        }
        return kept is null ? throw await TooOldAsync(InWords(time), cancel) : await past.ReadAsync(kept, cancel);
    }

    private async Task<HostState> OfRevisionAsync(long number, CancellationToken cancel)
    {
        var current = await live.ReadAsync(cancel);
        if (number == current.Revision)
            return await WhenItCameAboutAsync(current, cancel);
        if (number > writer.Held?.Revision && number < current.Revision)
            await writer.KeptAsync(current.Revision, cancel);
        var kept = await history.FindRevisionAsync(number, cancel);
        return kept is not null ? await past.ReadAsync(kept, cancel)
            : number > current.Revision ? throw new MomentNotFoundException(ProblemKinds.MomentNotFound, $"There is no revision {number} yet; the current one is {current.Revision}.{IfUnixTime(number)}")
            : await history.FindOldestAsync(cancel) is { } oldest && number > oldest.Number
                ? throw new MomentNotFoundException(ProblemKinds.MomentNotFound, $"There is no revision {number}: numbers are left out where a run of NetApi ended without a word, or more changed than could be kept. GET /api/v1/history tells of the ones around it.")
                : throw await TooOldAsync($"revision {number}", cancel);
    }

    // A run of NetApi that found the host as the one before left it shows the last revision, as of its own first look.
    private async Task<HostState> WhenItCameAboutAsync(HostState current, CancellationToken cancel)
    {
        try
        {
            return await history.FindRevisionAsync(current.Revision, cancel) is { } kept ? current with { ObservedAt = kept.At } : current;
        }
        catch (StoreUnavailableException)
        {
            // What is live is told without a database.
            return current;
        }
    }

    private async Task<HostState> OfSnapshotAsync(string id, CancellationToken cancel) => await ReadAsync(await FindSnapshotAsync(id, cancel), cancel);

    private async Task<Snapshot> FindSnapshotAsync(string id, CancellationToken cancel) => await snapshots.FindAsync(host.Id, id, cancel)
        ?? throw new MomentNotFoundException(ProblemKinds.SnapshotNotFound, $"No snapshot has the id '{id}'. GET /api/v1/snapshots lists them.");

    // Times of which not everything is known, as gaps.
    private async Task<List<Gap>> GapsAtAsync(DateTimeOffset time, CancellationToken cancel) =>
    [
        .. (await interruptions.ListAsync(time, time, MaxToldInterruptions, cancel)).Select(i => new Gap(
            HistoryScope,
            i.Code,
            $"From {InWords(i.Since)} to {(i.Until is { } until ? InWords(until) : "now")} not everything was seen ({i.Scope}): {i.Detail} What is shown is what was known last before.")),
    ];

    private async Task<MomentNotFoundException> TooOldAsync(string what, CancellationToken cancel) => await history.FindOldestAsync(cancel) is { } oldest
        ? new MomentNotFoundException(ProblemKinds.MomentNotFound, $"Nothing is kept of {what}. The history begins with revision {oldest.Number}, {InWords(oldest.At)}; older ones that snapshots keep are found by the snapshot's id.")
        : new MomentNotFoundException(ProblemKinds.MomentNotFound, $"Nothing is kept of {what}: the history is empty.");

    private static string IfUnixTime(long number) =>
        number is >= FirstUnixTime and <= LastUnixTime ? $" If it was meant as a time, that is {InWords(DateTimeOffset.FromUnixTimeSeconds(number))}." : "";

    /// <summary>An instant as texts have it.</summary>
    internal static string InWords(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
