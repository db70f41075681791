using System.Globalization;
using NetApi.Adapters.Sqlite;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.History.Lives;
using NetApi.Json;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>A random history, with snapshots, and all that was asked about it before any of it was removed.</summary>
internal sealed class PastHost
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Dictionary<long, string> _changes = [];
    private readonly HashSet<string> _pinned = [];
    private List<(string Whose, long? Until)> _lives = [];
    private KeptHost _host;
    private HostState _next;

    private PastHost(KeptHost host, HostState next) => (_host, _next, Store) = (host, next, new SnapshotStore(host.Database));

    public SnapshotStore Store { get; private set; }

    /// <summary>Each revision once.</summary>
    public List<HostState> Lived { get; } = [];

    public List<Snapshot> Snapshots { get; } = [];

    public HostState Last => Lived[^1];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<PastHost> LiveAsync(KeptHost host, Random dice, int revisions, bool withSnapshots = true)
    {
        var past = new PastHost(host, new HostContent(dice).Fill(new HostBuilder(dice).Build()) with { ObservedAt = Begin });
        await past.GoOnAsync(dice, revisions, withSnapshots);
        return past;
    }

    /// <summary>The same history in a later run.</summary>
    public PastHost On(KeptHost host)
    {
        (_host, Store) = (host, new SnapshotStore(host.Database));
        return this;
    }

    public async Task GoOnAsync(Random dice, int revisions, bool withSnapshots = true)
    {
        for (; revisions > 0; revisions--)
        {
            var state = _host.Publish(_next);
            if (Lived.Count == 0 || Last.Revision != state.Revision)
                Lived.Add(state);
            if (withSnapshots && dice.Next(3) == 0)
            {
                await _host.KeptAsync();
                Snapshots.Add((await Store.AddAsync(state, SnapshotOrigin.Asked, "tests", null, null, dice.Next(2) == 0, Cancel))!);
                Note(Snapshots[^1].Id, Snapshots[^1].Pinned);
            }
            _next = new HostMutation(dice).Once(_next) with { ObservedAt = _next.ObservedAt.AddSeconds(dice.Next(1, 100)) };
        }
        await _host.KeptAsync();
        foreach (var state in Lived.Where(s => !_changes.ContainsKey(s.Revision)))
            _changes[state.Revision] = await ChangesAsync(state.Revision);
        _lives = await LivesAsync();
    }

    /// <summary>Pins some snapshots, and releases others.</summary>
    public async Task RepinAsync(Random dice)
    {
        foreach (var id in Snapshots.Select(s => s.Id).Where(_ => dice.Next(3) == 0))
        {
            if (await Store.ChangeAsync(_host.HostId, id, s => s with { Pinned = !s.Pinned }, Cancel) is { } snapshot)
                Note(id, snapshot.Pinned);
            else
                Assert.DoesNotContain(id, _pinned);
        }
    }

    /// <summary>Removes a snapshot.</summary>
    public async Task DeleteAsync(Snapshot snapshot)
    {
        Assert.True(await Store.DeleteAsync(_host.HostId, snapshot.Id, Cancel));
        _pinned.Remove(snapshot.Id);
    }

    /// <summary>Every instant from then on is answered, as far as the history began before.</summary>
    public async Task AssertAnsweredSinceAsync(DateTimeOffset since, long oldest)
    {
        foreach (var (state, time) in Times().Where(t => t.Time >= since && t.State?.Revision >= oldest))
            Assert.Equal(state!.Revision, (await AtAsync(InWords(time)))?.Revision);
    }

    /// <summary>All that is kept is answered as it was, the rest is not found, and the file is whole.</summary>
    public async Task AssertAnswersAsync(TempData data)
    {
        var floor = long.Parse(data.Shell("SELECT history_floor FROM hosts"), CultureInfo.InvariantCulture);
        var listed = await Store.ListAsync(_host.HostId, [], 1000, null, Cancel);
        var kept = new List<HostState>();
        foreach (var lived in Lived)
        {
            var answer = await AtAsync($"{lived.Revision}");
            Assert.Equal(lived.Revision >= floor || listed.Any(s => s.Revision == lived.Revision), answer is not null);
            if (answer is null)
                continue;
            AssertSame(lived, answer);
            Assert.Equal(_changes[lived.Revision], await ChangesAsync(lived.Revision));
            kept.Add(answer);
        }
        foreach (var (state, time) in Times())
            Assert.Equal(state?.Revision >= floor ? state.Revision : null, (await AtAsync(InWords(time)))?.Revision);
        foreach (var snapshot in Snapshots.Where(s => listed.Any(l => l.Id == s.Id)))
            AssertSame(Lived.Single(s => s.Revision == snapshot.Revision) with { ObservedAt = snapshot.TakenAt }, (await AtAsync(snapshot.Id))!);
        Assert.All(listed, s => Assert.True(s.Pinned || s.Revision >= floor));
        // Whoever was told that it is pinned finds it.
        Assert.Equal(_pinned.Order(StringComparer.Ordinal), listed.Where(s => s.Pinned).Select(s => s.Id).Order(StringComparer.Ordinal));
        // What was last seen before the beginning is no longer told of, though nobody knows whether it was there behind a gap.
        var shown = Lived.Where(s => s.Revision >= floor).SelectMany(Everybody).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(_lives.Where(l => (l.Until is null || l.Until > floor) && shown.Contains(l.Whose)), await LivesAsync());
        AssertDiffs(kept);
        AssertWhole(data);
    }

    public static void AssertSame(HostState lived, HostState kept)
    {
        Assert.Equal((lived.Revision, lived.ContentHash, lived.ObservedAt), (kept.Revision, kept.ContentHash, kept.ObservedAt));
        Assert.Equal(lived.ContentHash, ContentHash.Of(kept).ToString());
    }

    private void AssertDiffs(List<HostState> kept)
    {
        foreach (var (a, b) in kept.Zip(kept.Skip(1)))
        {
            var (from, to) = (Lived.Single(s => s.Revision == a.Revision), Lived.Single(s => s.Revision == b.Revision));
            Assert.Equal(
                HostDiff.Compare(NetApi.Json.Volatile.Without(from), NetApi.Json.Volatile.Without(to)).Select(c => (c.Kind, c.Entity, c.Key, c.Summary)),
                HostDiff.Compare(a, b).Select(c => (c.Kind, c.Entity, c.Key, c.Summary)));
        }
    }

    private static void AssertWhole(TempData data) => Assert.Equal(
        "ok|0|0|0|0|0|0|0|0",
        data.Shell(
            """
            SELECT (SELECT group_concat(integrity_check) FROM pragma_integrity_check), (SELECT count(*) FROM pragma_foreign_key_check),
                (SELECT count(*) FROM versions WHERE NOT EXISTS (SELECT 1 FROM revisions WHERE number >= first AND (last IS NULL OR number <= last))),
                (SELECT count(*) FROM versions LEFT JOIN ended USING (id) WHERE (versions.last IS NULL) <> (ended.id IS NULL) OR ended.last <> versions.last OR ended.first <> versions.first)
                    + (SELECT count(*) FROM ended WHERE id NOT IN (SELECT id FROM versions)),
                (SELECT count(*) FROM contents WHERE id NOT IN (SELECT content FROM versions)),
                (SELECT count(*) FROM netns WHERE id NOT IN (SELECT netns FROM versions WHERE netns IS NOT NULL)),
                (SELECT count(*) FROM terms WHERE id NOT IN (SELECT term FROM content_terms UNION SELECT term FROM change_terms)),
                (SELECT count(*) FROM change_terms WHERE NOT EXISTS (SELECT 1 FROM changes WHERE (changes.host, changes.revision, changes.ordinal) = (change_terms.host, change_terms.revision, change_terms.ordinal))),
                (SELECT count(*) FROM snapshots WHERE revision NOT IN (SELECT number FROM revisions))
            """));

    private static IEnumerable<string> Everybody(HostState state) =>
    [
        .. state.Containers.Select(c => c.Id),
        .. state.Addresses.Select(a => $"{a.Namespace} {a.LinkIndex} {a.Address}"),
        .. state.Links.Select(l => $"{l.Namespace} {l.Index} {l.Mac}"),
    ];

    // Of all that anybody had: who, and until when.
    private Task<List<(string Whose, long? Until)>> LivesAsync() => _host.Store.LookAsync<List<(string, long?)>>(
        session =>
        [
            .. Lived.SelectMany(s => s.Containers).Select(c => c.Name).Distinct().SelectMany(name => ContainerLife.Find(session, name)).Select(l => l.Tell()).Select(l => (l.Id, l.Span.Until?.Revision))
                .Concat(Lived.SelectMany(s => s.Addresses).Select(a => a.Address.Address).Distinct().SelectMany(ip => AddressLife.Find(session, ip)).Select(l => l.Tell()).Select(l => ($"{l.Owner.Namespace} {l.LinkIndex} {l.Address}", l.Span.Until?.Revision)))
                .Concat(Lived.SelectMany(s => s.Links).Select(l => l.Mac).OfType<MacAddress>().Distinct().SelectMany(mac => MacLife.Find(session, mac)).Select(l => l.Tell()).Select(l => ($"{l.Owner.Namespace} {l.LinkIndex} {l.Mac}", l.Span.Until?.Revision)))
                .Distinct().Order(),
        ],
        Cancel);

    private async Task<HostState?> AtAsync(string moment)
    {
        try
        {
            return await _host.Moments.ReadAsync(moment, "at", Cancel);
        }
        catch (MomentNotFoundException)
        {
            return null;
        }
    }

    private void Note(string id, bool isPinned)
    {
        if (isPinned)
            _pinned.Add(id);
        else
            _pinned.Remove(id);
    }

    // An instant within each revision, and one before the first.
    private IEnumerable<(HostState? State, DateTimeOffset Time)> Times() =>
        Lived.Select((s, i) => ((HostState?)s, i + 1 < Lived.Count ? s.ObservedAt + (Lived[i + 1].ObservedAt - s.ObservedAt) / 2 : s.ObservedAt)).Prepend((null, Lived[0].ObservedAt.AddSeconds(-1)));

    private Task<string> ChangesAsync(long revision) => _host.Database.ReadAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                """
                SELECT group_concat(line, char(10)) FROM (SELECT ordinal || ' ' || subjects.term || ' ' || kind || ' ' || summary
                    || (SELECT group_concat(term, ' ') FROM (SELECT terms.term FROM change_terms JOIN terms ON terms.id = change_terms.term
                        WHERE change_terms.host = changes.host AND change_terms.revision = changes.revision AND change_terms.ordinal = changes.ordinal ORDER BY terms.term)) AS line
                    FROM changes JOIN terms AS subjects ON subjects.id = changes.subject WHERE revision = $revision ORDER BY ordinal)
                """;
            command.Parameters.AddWithValue("$revision", revision);
            return command.ExecuteScalar() as string ?? "";
        },
        Cancel);

    private static string InWords(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
