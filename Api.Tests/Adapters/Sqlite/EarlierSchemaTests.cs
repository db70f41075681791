using Dapper;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Json;
using NetApi.Tests.Domain;
using NetApi.Tests.History;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

/// <summary>Databases of earlier versions, with data in them, come to the newest schema with all of it.</summary>
public sealed class EarlierSchemaTests
{
    private const string Host = "0190f0e0-0000-7000-8000-000000000001";
    private const string OtherHost = "0190f0e0-0000-7000-8000-000000000002";
    private const string First = "0193f0a2-7c1e-7b3a-9f55-000000000001";
    private const string Second = "0193f0a2-7c1e-7b3a-9f55-000000000002";

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

    [Fact]
    public async Task A_migration_that_fails_half_way_leaves_schema_1_with_its_rows()
    {
        using var data = new TempData();
        await MakeSchema1Async(data);
        data.Shell("CREATE TABLE change_terms (mine TEXT)");
        var before = data.Shell(".dump");
        Assert.Contains("mine TEXT", before, StringComparison.Ordinal);
        var refusal = Assert.Throws<DatabaseRefusedException>(() => data.Open());
        Assert.Contains("change_terms already exists", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, data.Shell(".dump"));
        Assert.Equal("ok", data.Shell("PRAGMA integrity_check"));
        data.Shell("DROP TABLE change_terms");
        Assert.Equal(2, (await new SnapshotStore(data.Open()).ListAsync(Host, [], 10, null, Cancel)).Length);
    }

    [Fact]
    public async Task A_last_migration_that_fails_leaves_schema_1_with_its_rows()
    {
        using var data = new TempData();
        await MakeSchema1Async(data);
        var before = data.Shell(".dump");
        var last = Migration.Embedded[^1];
        var refusal = Assert.Throws<DatabaseRefusedException>(() => data.Open([.. Migration.Embedded[..^1], last with { Sql = $"{last.Sql}; INSERT INTO nowhere VALUES (1);" }]));
        Assert.Contains($"Migration {last.Name} failed", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, data.Shell(".dump"));
        // What NetApi was before opens it still, and this one goes on where nothing is in its way.
        data.Open(Migration.Embedded[0]).Dispose();
        Assert.Equal(2, (await new SnapshotStore(data.Open()).ListAsync(Host, [], 10, null, Cancel)).Length);
    }

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
