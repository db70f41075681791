using Dapper;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.History.Lives;
using NetApi.Json;
using NetApi.Tests.Domain;
using NetApi.Tests.History;
using Xunit;
using Volatile = NetApi.Json.Volatile;

namespace NetApi.Tests.Adapters.Sqlite;

/// <summary>Databases of earlier versions, with data in them, come to the newest schema with all of it.</summary>
public sealed class EarlierSchemaTests
{
    private const string Host = EarlierHistory.HostId;
    private const string OtherHost = "0190f0e0-0000-7000-8000-000000000002";
    private const string First = "0193f0a2-7c1e-7b3a-9f55-000000000001";
    private const string Second = "0193f0a2-7c1e-7b3a-9f55-000000000002";

    /// <summary>Every schema before the newest.</summary>
    public static TheoryData<int> Schemas => [.. Enumerable.Range(1, Migration.Embedded.Length - 1)];

    /// <summary>Those of them that had a history.</summary>
    public static TheoryData<int> SchemasWithHistory => [.. Enumerable.Range(2, Migration.Embedded.Length - 2)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Snapshots_of_schema_1_are_listed_read_compared_and_deleted()
    {
        using var data = new TempData();
        await MakeSchema1Async(data);
        var database = data.Open();
        var store = new SnapshotStore(database);

        var listed = await store.ListAsync(Host, [], 10, null, Cancel);
        Assert.Equal([(Second, "after", null), (First, null, "upgrade")], listed.Select(s => (s.Id, s.Label, s.Reason)));
        Assert.All(listed, s => Assert.Equal((Host, null, SnapshotOrigin.Asked, true, "admin"), (s.HostId, s.Revision, s.Origin, s.Pinned, s.TakenBy)));
        var (first, second) = ((await store.ReadWholeAsync(Host, First, Cancel))!, (await store.ReadWholeAsync(Host, Second, Cancel))!);
        Assert.Empty(HostDiff.Compare(SampleHost.Empty, first));
        Assert.NotEmpty(HostDiff.Compare(first, second));
        KillTests.AssertSound(await HistoryCheck.RunAsync(database, TempData.Clock, Cancel));

        Assert.True(await store.DeleteAsync(Host, First, Cancel));
        Assert.True(await store.DeleteAsync(Host, Second, Cancel));
        Assert.Equal("0|0", data.Shell("SELECT (SELECT count(*) FROM states), (SELECT count(*) FROM snapshots)"));
    }

    [Fact]
    public async Task Hosts_and_keys_of_schema_1_stay_and_a_history_begins()
    {
        using var data = new TempData();
        await MakeSchema1Async(data);
        data.Open();
        Assert.Equal($"{Host}|1\n{OtherHost}|2", data.Shell("SELECT id, number FROM hosts ORDER BY number"));
        Assert.Equal("key-1|admin|admin", data.Shell("SELECT id, name, scopes FROM api_keys"));
        await using var host = await KeptHost.StartAsync(data);
        Assert.Equal(Host, host.HostId);
        var state = host.Publish(SampleHost.WithWeb);
        await host.KeptAsync();
        Assert.Equal(1, state.Revision);
        KillTests.AssertSound(await HistoryCheck.RunAsync(host.Database, TempData.Clock, Cancel));
    }

    [Theory]
    [MemberData(nameof(SchemasWithHistory))]
    public async Task A_history_is_sound_and_every_state_snapshot_and_change_of_it_is_found(int schema)
    {
        using var data = new TempData();
        await EarlierHistory.MakeAsync(data, schema);
        // Of each list something, and versions that ended.
        Assert.Equal($"{schema}|{StateLists.All.Length}|1", data.Shell("SELECT (SELECT max(number) FROM schema_migrations), (SELECT count(DISTINCT list) FROM contents), (SELECT count(*) > 5 FROM ended)"));
        KillTests.AssertSound(await HistoryCheck.RunAsync(data.Open(), TempData.Clock, Cancel));
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(EarlierHistory.States[^1]);
        await AssertTheSameAsync(host);
        var told = await host.Store.ListChangesAsync(new ChangeSearch(0, long.MaxValue, [], [], ["myweb"], []), null, 100, Cancel);
        // It has another image; what the engine did while it was away has no words of its own.
        Assert.Equal([5], told.Select(c => c.Revision.Number).Distinct());
        Assert.Equal([new Cause(CauseKind.Start)], (await host.Store.FindRevisionAsync(1, Cancel))!.Causes);
    }

    [Theory]
    [MemberData(nameof(SchemasWithHistory))]
    public async Task Lives_go_on_over_a_time_without_the_engine_that_an_earlier_version_kept(int schema)
    {
        using var data = new TempData();
        await EarlierHistory.MakeAsync(data, schema);
        await using var host = await KeptHost.StartAsync(data);
        var (life, port) = await host.Store.LookAsync(s => (Assert.Single(ContainerLife.Find(s, "myweb")).Tell(), Assert.Single(PortLife.Find(s, 8000)).Tell()), Cancel);
        Assert.Equal((1, null), (life.Span.From.Revision, life.Span.Until));
        Assert.Equal((1, null), (Assert.Single(life.Runs).Span.From.Revision, life.Runs[0].Span.Until));
        Assert.Equal((1, null), (port.Span.From.Revision, port.Span.Until));
        Assert.Equal([2, 3], await host.Store.LookAsync(s => s.FindGaps("engine").Select(g => g.First), Cancel));
        Assert.Equal([3], await host.Store.LookAsync(s => s.FindGaps("firewall").Select(g => g.First), Cancel));
    }

    [Theory]
    [MemberData(nameof(SchemasWithHistory))]
    public async Task A_history_goes_on_with_higher_numbers_and_what_was_not_seen_between(int schema)
    {
        using var data = new TempData();
        await EarlierHistory.MakeAsync(data, schema);
        await using var host = await KeptHost.StartAsync(data);
        var last = EarlierHistory.States[^1];
        // The host as it was left is no revision.
        Assert.Equal(last.Revision, host.Publish(last with { ObservedAt = EarlierHistory.SeenAt.AddMinutes(1) }).Revision);
        var next = host.Publish(EarlierHistory.Whole with { Containers = [], ObservedAt = EarlierHistory.SeenAt.AddMinutes(2) });
        Assert.True(next.Revision > last.Revision);
        await host.KeptAsync();
        await AssertTheSameAsync(host);
        PastHost.AssertSame(next, await host.AtAsync(next.Revision));
        Assert.Equal(next.Revision, (await host.Store.LookAsync(s => Assert.Single(ContainerLife.Find(s, "myweb")).Tell(), Cancel)).Span.Until!.Revision);
        var unseen = await host.Known.ListAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, Cancel);
        Assert.Equal(
            [("engine", EarlierHistory.States[1].ObservedAt, EarlierHistory.States[3].ObservedAt), ("kernel", last.ObservedAt, EarlierHistory.SeenAt), ("netapi", EarlierHistory.SeenAt, EarlierHistory.SeenAt.AddMinutes(1))],
            unseen.Select(i => (i.Scope, i.Since, i.Until!.Value)));
        KillTests.AssertSound(await HistoryCheck.RunAsync(host.Database, TempData.Clock, Cancel));
    }

    [Theory]
    [InlineData(1, "TABLE change_terms", "(mine TEXT)", "change_terms already exists")]
    [InlineData(2, "INDEX changes_of_subject", "ON hosts (name)", "changes_of_subject already exists")]
    [InlineData(3, "TRIGGER mine", "BEFORE INSERT ON content_terms BEGIN SELECT raise(ABORT, 'not this row'); END", "not this row")]
    [InlineData(4, "TRIGGER mine", "BEFORE UPDATE ON runs BEGIN SELECT raise(ABORT, 'not this row'); END", "not this row")]
    public async Task A_migration_that_fails_half_way_leaves_the_schema_with_its_rows(int schema, string obstacle, string definition, string reason)
    {
        using var data = new TempData();
        await MakeAsync(data, schema);
        data.Shell($"CREATE {obstacle} {definition}");
        var before = data.Shell(".dump");
        Assert.Contains(definition, before, StringComparison.Ordinal);
        var refusal = Assert.Throws<DatabaseRefusedException>(() => data.Open());
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, data.Shell(".dump"));
        Assert.Equal("ok", data.Shell("PRAGMA integrity_check"));
        data.Shell($"DROP {obstacle}");
        await AssertWholeAsync(data);
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task A_last_migration_that_fails_leaves_the_schema_with_its_rows(int schema)
    {
        using var data = new TempData();
        await MakeAsync(data, schema);
        var before = data.Shell(".dump");
        var last = Migration.Embedded[^1];
        var refusal = Assert.Throws<DatabaseRefusedException>(() => data.Open([.. Migration.Embedded[..^1], last with { Sql = $"{last.Sql}; INSERT INTO nowhere VALUES (1);" }]));
        Assert.Contains($"Migration {last.Name} failed", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, data.Shell(".dump"));
        // What NetApi was before opens it still, and this one goes on where nothing is in its way.
        data.Open([.. Migration.Embedded[..schema]]).Dispose();
        await AssertWholeAsync(data);
    }

    private static async Task AssertWholeAsync(TempData data)
    {
        var database = data.Open();
        Assert.Equal(2, (await new SnapshotStore(database).ListAsync(Host, [], 10, null, Cancel)).Length);
        KillTests.AssertSound(await HistoryCheck.RunAsync(database, TempData.Clock, Cancel));
    }

    // What was put into the database, by every way to ask for it.
    private static async Task AssertTheSameAsync(KeptHost host)
    {
        foreach (var lived in EarlierHistory.States)
        {
            var kept = await host.Moments.ReadAsync($"{lived.Revision}", "at", Cancel);
            PastHost.AssertSame(lived, kept);
            Assert.Empty(HostDiff.Compare(Volatile.Without(lived), kept));
        }
        var (changes, states) = (await host.Store.ListChangesAsync(new ChangeSearch(0, EarlierHistory.States.Length, [], [], [], []), null, 1000, Cancel), EarlierHistory.States);
        Assert.Equal(
            states.Skip(1).SelectMany((s, i) => HostDiff.Compare(states[i], s).Select(c => (s.Revision, c.Kind, c.Entity, c.Key, c.Summary))),
            changes.OrderBy(c => c.Revision.Number).ThenBy(c => c.Ordinal).Select(c => (c.Revision.Number, c.Kind, c.Entity, c.Key, c.Summary)));
        var store = new SnapshotStore(host.Database);
        Assert.Equal(
            [(EarlierHistory.SnapshotOfRevision, EarlierHistory.Snapped.Revision, EarlierHistory.TakenAt), (EarlierHistory.WholeSnapshot, (long?)null, SampleHost.ObservedAt)],
            (await store.ListAsync(Host, [], 10, null, Cancel)).Select(s => (s.Id, s.Revision, s.TakenAt)));
        PastHost.AssertSame(EarlierHistory.Snapped with { ObservedAt = EarlierHistory.TakenAt }, await host.Moments.ReadAsync(EarlierHistory.SnapshotOfRevision, "at", Cancel));
        Assert.Empty(HostDiff.Compare(Volatile.Without(EarlierHistory.Whole), (await store.ReadWholeAsync(Host, EarlierHistory.WholeSnapshot, Cancel))!));
    }

    private static Task MakeAsync(TempData data, int schema) => schema == 1 ? MakeSchema1Async(data) : EarlierHistory.MakeAsync(data, schema);

    // The rows as NetApi wrote them before there was a history.
    private static async Task MakeSchema1Async(TempData data)
    {
        using var database = data.Open(Migration.Embedded[0]);
        await database.WriteAsync(
            (c, t) =>
            {
                c.Execute("INSERT INTO hosts (id, fingerprint, name, first_seen_at) VALUES (@OtherHost, 'machine-2', 'web-2', '2026-11-02T00:00:00.0000000Z'), (@Host, 'machine-1', 'web-1', '2026-11-01T00:00:00.0000000Z')", new { Host, OtherHost }, t);
                c.Execute("INSERT INTO api_keys (id, host_id, name, digest, scopes, created_at) VALUES ('key-1', @Host, 'admin', zeroblob(32), 'admin', '2026-11-01T00:00:00.0000000Z')", new { Host }, t);
                Add(First, SampleHost.Empty, null, "upgrade");
                Add(Second, SampleHost.WithWeb, "after", null);
                return 0;

                void Add(string id, HostState state, string? label, string? reason)
                {
                    var json = HostStateJson.Serialize(state);
                    var row = new { id, Host, hash = HostStateJson.HashOf(json), HostStateJson.Format, body = Brotli.Compress(json), at = "2026-11-24T09:29:00.0000000Z", label, reason, count = state.Links.Length };
                    c.Execute("INSERT INTO states (hash, host_id, format, body) VALUES (@hash, @Host, @Format, @body)", row, t);
                    c.Execute(
                        """
                        INSERT INTO snapshots (id, host_id, state_hash, taken_at, taken_by, label, reason, gap_count, container_count, network_count, namespace_count, link_count)
                        VALUES (@id, @Host, @hash, @at, 'admin', @label, @reason, 0, 0, 1, 1, @count)
                        """,
                        row,
                        t);
                }
            },
            Cancel);
    }
}
