using System.Collections.Immutable;
using System.Globalization;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.History.Lives;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;

namespace NetApi.History;

/// <summary>Reads the timeline: changes, and between them the times in which not everything was seen.</summary>
public sealed class Timeline(HistoryStore store, Moments moments, KnownInterruptions known)
{
    private const int MaxInterruptions = 1_000;

    /// <summary>A page of it, the newest first.</summary>
    /// <exception cref="InvalidRequestException">Something in the query is at fault.</exception>
    /// <exception cref="MomentNotFoundException">Nothing is kept of a bound.</exception>
    /// <exception cref="StoreUnavailableException">The history cannot be read.</exception>
    public async Task<Page<HistoryEntry>> ReadAsync(HistoryQuery query, PageQuery page, CancellationToken cancel)
    {
        var faults = new FaultList();
        var bounds = page.Read(faults);
        var (entities, keys, named, networks) = query.Read(faults);
        var place = Place.Read(bounds, faults);
        var range = await moments.ReadRangeAsync(query.From, query.To, faults, cancel);
        ImmutableArray<string> containers = named.IsEmpty ? [] : await store.LookAsync<ImmutableArray<string>>(session => [.. named.SelectMany(text => ContainerNaming.NamesOf(session, text, "?container", faults))], cancel);
        faults.ThrowIfAny();
        // One more, to know whether there is a next page.
        var search = new ChangeSearch(range.After, range.UpTo, entities, keys, containers, networks);
        var changes = await store.ListChangesAsync(search, place is null ? null : (place.Revision, place.Ordinal), bounds.Limit + 1, cancel);
        var isLast = changes.Length <= bounds.Limit;
        var shown = isLast ? changes : changes[..bounds.Limit];
        List<HistoryEntry> entries = [.. shown.Select(HistoryEntry.Of)];
        // Whatever is asked for: silence about them would say that nothing happened.
        var newest = place?.At ?? range.UntilTime;
        var oldest = isLast ? range.FromTime : shown[^1].Revision.At;
        var interruptions = await known.ListAsync(oldest, newest, MaxInterruptions, cancel);
        entries.AddRange(interruptions.Select(HistoryEntry.Of).Where(e => PlaceOf(e) <= newest && (PlaceOf(e) > oldest || isLast)));
        return new Page<HistoryEntry>(
            [.. entries.OrderByDescending(PlaceOf).ThenBy(e => e.Kind == HistoryEntryKind.Interruption).ThenByDescending(e => e.Revision)],
            isLast ? null : Cursor.Write(bounds.List, new Place(shown[^1].Revision.Number, shown[^1].Ordinal, shown[^1].Revision.At).ToString()));

        // One that began before what is asked for, or ended after it, stands at its edge.
        DateTimeOffset PlaceOf(HistoryEntry entry) => entry.At > range.UntilTime ? range.UntilTime : entry.At < range.FromTime ? range.FromTime : entry.At;
    }

    // Where a page ended: interruptions that were over by then belong to the next one.
    private sealed record Place(long Revision, int Ordinal, DateTimeOffset At)
    {
        public static Place? Read(PageBounds bounds, FaultList faults)
        {
            if (bounds.After is not { } cursor)
                return null;
            if (cursor.Split('/') is [var first, var second, var third]
                && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
                && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
                && long.TryParse(third, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks)
                return new Place(revision, ordinal, new DateTimeOffset(ticks, TimeSpan.Zero));
            Cursor.Refuse(faults);
            return null;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Revision}/{Ordinal}/{At.UtcTicks}");
    }
}
