using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Json;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

/// <summary>Databases of the schemas that had a history and are not the newest, with the rows that NetApi wrote then. The last of two runs was killed.</summary>
internal sealed class EarlierHistory(SqliteConnection connection, SqliteTransaction transaction, int schema)
{
    public const string HostId = "0190f0e0-0000-7000-8000-000000000001";
    public const string SnapshotOfRevision = "0193f0a2-7c1e-7b3a-9f55-000000000003";
    public const string WholeSnapshot = "0193f0a2-7c1e-7b3a-9f55-000000000001";

    private const string OtherHostId = "0190f0e0-0000-7000-8000-000000000002";
    private const int FirstWithGapTerms = 4;

    /// <summary>The host with something in every list of a state.</summary>
    public static HostState Whole { get; } = Enumerable.Range(0, 1000)
        .Select(seed => new HostContent(new Random(seed)).Fill(SampleHost.WithWeb))
        .First(s => StateLists.All.All(l => l.Name == "gap" || l.ItemsOf(s).Any(item => l.KeyOf(item) is not null)));

    /// <summary>What the revisions show: the engine is away over the second and the third, and says why in two ways.</summary>
    public static ImmutableArray<HostState> States { get; } = Numbered(
        HostId,
        Whole,
        Whole.WithoutEngine(),
        Whole.WithoutEngine() with { Gaps = [new Gap("engine", "engine-hung", "no answer"), new Gap("firewall", "firewall-unreadable", "EPERM")] },
        Whole,
        Whole.Change("docker0", l => l with { MtuBytes = 1400 }).ChangeWeb(c => c with { Image = "nginx:2" }));

    /// <summary>The revision that the snapshot is of: one in the gap.</summary>
    public static HostState Snapped => States[1];

    /// <summary>The instant that the snapshot shows.</summary>
    public static DateTimeOffset TakenAt => Snapped.ObservedAt.AddSeconds(30);

    /// <summary>Until when the last run watched the host.</summary>
    public static DateTimeOffset SeenAt => SampleHost.ObservedAt.AddMinutes(10);

    public static async Task MakeAsync(TempData data, int schema)
    {
        using var database = data.Open([.. Migration.Embedded[..schema]]);
        await database.WriteAsync(
            (c, t) =>
            {
                new EarlierHistory(c, t, schema).Write();
                return 0;
            },
            TestContext.Current.CancellationToken);
    }

    private static ImmutableArray<HostState> Numbered(string hostId, params HostState[] states) =>
    [
        .. states.Select(s => s with { HostId = hostId }).Select((s, i) => s with { Revision = i + 1, ObservedAt = SampleHost.ObservedAt.AddMinutes(i), ContentHash = ContentHash.Of(s).ToString() }),
    ];

    // Two hosts, so that rows of one must not be taken for those of the other.
    private void Write()
    {
        Run(
            """
            INSERT INTO hosts (id, fingerprint, name, first_seen_at, number)
            VALUES (@OtherHostId, 'machine-2', 'web-2', '2026-11-01T00:00:00.0000000Z', 1), (@HostId, 'machine-1', 'web-1', '2026-11-02T00:00:00.0000000Z', 2)
            """,
            new { HostId, OtherHostId });
        AddRevisions(1, Numbered(OtherHostId, SampleHost.WithWeb.WithoutEngine(), SampleHost.Empty));
        AddRevisions(2, States);
        AddRun(States[0].ObservedAt, States[2].ObservedAt, isInOrder: true);
        AddRun(States[3].ObservedAt, SeenAt, isInOrder: false);
        AddInterruption("engine", "engine-unavailable", States[1].ObservedAt, States[3].ObservedAt);
        AddInterruption("kernel", "events-lost", States[4].ObservedAt, null);
        AddWholeState();
        AddSnapshot(SnapshotOfRevision, Snapped, Snapped.Revision, null, TakenAt);
    }

    private void AddRevisions(long host, ImmutableArray<HostState> states)
    {
        var held = new Dictionary<ItemKey, (long Id, long First)>();
        HostState? before = null;
        foreach (var state in states)
        {
            AddRevision(host, state, before);
            var shown = StateLists.All
                .SelectMany(list => list.ItemsOf(state).Select(item => (List: list, Item: item, Key: list.KeyOf(item))))
                .Where(s => s.Key is not null).ToDictionary(s => s.Key!.Value);
            foreach (var (key, (id, first)) in held.Where(h => !shown.ContainsKey(h.Key)).ToList())
            {
                var row = new { id, first, last = state.Revision - 1 };
                Run("UPDATE versions SET last = @last WHERE id = @id", row);
                Run("INSERT INTO ended (id, first, last) VALUES (@id, @first, @last)", row);
                held.Remove(key);
            }
            foreach (var (key, (list, item, _)) in shown.Where(s => !held.ContainsKey(s.Key)).ToList())
                held[key] = (AddVersion(host, state.Revision, list, item), state.Revision);
            before = state;
        }
    }

    private void AddRevision(long host, HostState state, HostState? before)
    {
        var causes = before is null ? Encoding.UTF8.GetString(HostStateJson.SerializeEntity(ImmutableArray.Create(new Cause(CauseKind.Start)))) : null;
        var notBefore = before is { Gaps: not [] } ? StoredTime.Format(before.ObservedAt) : null;
        Run(
            "INSERT INTO revisions (host, number, at, not_before, hash, causes) VALUES (@host, @Revision, @at, @notBefore, @ContentHash, @causes)",
            new { host, state.Revision, at = StoredTime.Format(state.ObservedAt), notBefore, state.ContentHash, causes });
        var changes = before is null ? [] : HostDiff.Compare(before, state);
        for (var ordinal = 0; ordinal < changes.Length; ordinal++)
        {
            var change = changes[ordinal];
            var subject = TermOf(ChangeTerms.Subject(change));
            Run(
                "INSERT INTO changes (host, revision, ordinal, subject, kind, summary) VALUES (@host, @Revision, @ordinal, @subject, @kind, @Summary)",
                new { host, state.Revision, ordinal, subject, kind = (int)change.Kind, change.Summary });
            foreach (var term in ChangeTerms.Of(change).Select(TermOf).Append(subject).Distinct())
                Run("INSERT INTO change_terms (term, host, revision, ordinal) VALUES (@term, @host, @Revision, @ordinal)", new { term, host, state.Revision, ordinal });
        }
    }

    private long AddVersion(long host, long first, StateList list, object item)
    {
        var body = list.BodyOf(list.Kept(item));
        var hash = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(hash, list.HashOf(body));
        var content = Id(
            "INSERT INTO contents (hash, list, format, body) VALUES (@hash, @Code, @Format, @body) ON CONFLICT (hash) DO UPDATE SET hash = excluded.hash RETURNING id",
            new { hash, list.Code, HostStateJson.Format, body = Encoding.UTF8.GetString(body) });
        foreach (var term in ContentTerms.Of(item).Where(t => schema >= FirstWithGapTerms || !t.StartsWith(ContentTerms.Gap(""), StringComparison.Ordinal)).Select(TermOf))
            Run("INSERT OR IGNORE INTO content_terms (term, content) VALUES (@term, @content)", new { term, content });
        var netns = list.NetnsOf(item) is { Value: var id } ? Id("INSERT INTO netns (netns) VALUES (@id) ON CONFLICT (netns) DO UPDATE SET netns = excluded.netns RETURNING id", new { id }) : (long?)null;
        return Id("INSERT INTO versions (host, content, netns, first) VALUES (@host, @content, @netns, @first) RETURNING id", new { host, content, netns, first });
    }

    private void AddRun(DateTimeOffset from, DateTimeOffset seen, bool isInOrder) => Run(
        "INSERT INTO runs (host, started_at, seen_at, ended_at) VALUES (2, @from, @seen, @ended)",
        new { from = StoredTime.Format(from), seen = StoredTime.Format(seen), ended = isInOrder ? StoredTime.Format(seen) : null });

    private void AddInterruption(string scope, string code, DateTimeOffset since, DateTimeOffset? until) => Run(
        "INSERT INTO interruptions (host, scope, code, since, until, detail) VALUES (2, @scope, @code, @since, @until, 'then')",
        new { scope, code, since = StoredTime.Format(since), until = until is { } end ? StoredTime.Format(end) : null });

    private void AddWholeState()
    {
        var json = HostStateJson.Serialize(Whole);
        var hash = HostStateJson.HashOf(json);
        Run("INSERT INTO states (hash, host_id, format, body) VALUES (@hash, @HostId, @Format, @body)", new { hash, HostId, HostStateJson.Format, body = Brotli.Compress(json) });
        AddSnapshot(WholeSnapshot, Whole, null, hash, SampleHost.ObservedAt);
    }

    private void AddSnapshot(string id, HostState state, long? revision, string? hash, DateTimeOffset at) => Run(
        """
        INSERT INTO snapshots (id, host_id, shown_host_id, revision, state_hash, taken_at, taken_by, origin, pinned, gap_count, container_count, network_count, namespace_count, link_count)
        VALUES (@id, @HostId, @HostId, @revision, @hash, @at, 'admin', 'asked', 1, @Gaps, @Containers, @Networks, @Namespaces, @Links)
        """,
        new { id, HostId, revision, hash, at = StoredTime.Format(at), Gaps = state.Gaps.Length, Containers = state.Containers.Length, Networks = state.Networks.Length, Namespaces = state.Namespaces.Length, Links = state.Links.Length });

    private long TermOf(string term) => Id("INSERT INTO terms (term) VALUES (@term) ON CONFLICT (term) DO UPDATE SET term = excluded.term RETURNING id", new { term });

    private void Run(string sql, object row) => connection.Execute(sql, row, transaction);

    private long Id(string sql, object row) => connection.ExecuteScalar<long>(sql, row, transaction);
}
