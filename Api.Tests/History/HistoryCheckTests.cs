using FsCheck.Xunit;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Json;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.History;

public sealed class HistoryCheckTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Property(MaxTest = 15)]
    public Task Whatever_NetApi_keeps_is_sound(int seed) => Task.Run(() => IsSoundAsync(seed), Cancel);

    [Property(Arbitrary = [typeof(HostGenerators)], MaxTest = 25)]
    public void A_body_put_into_its_namespace_is_what_is_counted(RandomHost random)
    {
        foreach (var list in StateLists.All)
        {
            foreach (var item in list.ItemsOf(new HostContent(new Random(random.Seed)).Fill(random.State)).Select(list.Counted).OfType<object>())
            {
                if (list.NetnsOf(item) is { } netns)
                    Assert.Equal(HostStateJson.SerializeEntity(item), KeptBody.In(list.BodyOf(item), netns.Value));
            }
        }
    }

    [Theory]
    [InlineData("UPDATE contents SET body = replace(body, '1500', '1501') WHERE list = 2", "content")]
    [InlineData("UPDATE contents SET body = substr(body, 1, 20) WHERE list = 2", "content")]
    [InlineData("UPDATE contents SET list = 99 WHERE list = 2", "content")]
    [InlineData("UPDATE contents SET format = 99 WHERE list = 2", "content")]
    [InlineData("UPDATE revisions SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE number = 2", "revision")]
    [InlineData("DELETE FROM versions WHERE id = (SELECT min(id) FROM versions WHERE last IS NULL)", "revision")]
    [InlineData("UPDATE versions SET first = 2 WHERE id = (SELECT min(id) FROM versions WHERE last IS NULL)", "revision")]
    [InlineData("UPDATE versions SET content = 999999 WHERE id = 1", "missing-reference")]
    [InlineData("UPDATE versions SET netns = 999999 WHERE id = 1", "missing-reference")]
    [InlineData("PRAGMA ignore_check_constraints=ON; UPDATE versions SET last = 0 WHERE last IS NOT NULL", "version-order")]
    [InlineData("DELETE FROM ended", "version-not-ended")]
    [InlineData("UPDATE ended SET last = last + 1", "version-not-ended")]
    [InlineData("UPDATE versions SET last = NULL WHERE last IS NOT NULL", "version-not-ended")]
    [InlineData("INSERT INTO ended (id, first, last) VALUES (999999, 1, 1)", "version-not-ended")]
    [InlineData("UPDATE versions SET first = 999999 WHERE last IS NULL", "version-without-revision")]
    [InlineData("UPDATE snapshots SET revision = 999999 WHERE revision IS NOT NULL", "snapshot-without-revision")]
    [InlineData("DELETE FROM changes", "term-without-change")]
    [InlineData("UPDATE changes SET revision = 999999 WHERE revision = 2 AND ordinal = 0", "missing-reference")]
    [InlineData("DELETE FROM states", "missing-reference")]
    [InlineData("UPDATE states SET body = x'0b018068690a03'", "state")]
    [InlineData("UPDATE states SET format = 99", "state")]
    [InlineData("PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'revisions_by_time'", "damaged-file")]
    public async Task Each_fault_is_told(string damage, string code)
    {
        using var data = new TempData();
        await KeepSomeAsync(data);
        KillTests.AssertSound(HistoryCheck.Run(data.Directory, TempData.Clock));
        data.Shell($"PRAGMA foreign_keys=OFF; {damage}");
        var before = data.Bytes();
        var report = HistoryCheck.Run(data.Directory, TempData.Clock);
        Assert.False(report.IsSound);
        Assert.Contains(code, report.Faults.Select(f => f.Code));
        Assert.Equal(before, data.Bytes());
    }

    [Fact]
    public async Task Of_many_faults_the_first_are_told_and_all_are_counted()
    {
        using var data = new TempData();
        await KeepSomeAsync(data);
        data.Shell("WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 1000) INSERT INTO ended SELECT 1000000 + id, 1, 1 FROM n");
        var report = HistoryCheck.Run(data.Directory, TempData.Clock);
        Assert.Equal((100, 1000), (report.Faults.Length, report.FaultCount));
    }

    [Fact]
    public async Task A_damaged_page_is_a_fault_and_no_failure()
    {
        using var data = new TempData();
        await KeepSomeAsync(data);
        using (var file = new FileStream(data.File, FileMode.Open))
        {
            // Beyond the schema, without which there is no database.
            file.Position = file.Length / 2 / 4096 * 4096;
            file.Write(new byte[4096 * 8]);
        }
        Assert.Contains("damaged-file", HistoryCheck.Run(data.Directory, TempData.Clock).Faults.Select(f => f.Code));
    }

    [Fact]
    public async Task The_writer_goes_on_beside_a_check()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(SampleHost.Empty);
        await host.KeptAsync();
        // Within the check's transaction, which began before.
        var seen = await host.Database.ReadLongAsync(
            connection =>
            {
                using var moment = connection.BeginTransaction(deferred: true);
                var before = Count(connection);
                host.Publish(SampleHost.WithWeb);
                host.KeptAsync().Wait(Cancel);
                return (before, Count(connection));
            },
            Cancel);
        Assert.Equal((1, 1), seen);
        Assert.Equal(2, (await HistoryCheck.RunAsync(host.Database, TempData.Clock, Cancel)).Counts.Revisions);

        static long Count(Microsoft.Data.Sqlite.SqliteConnection connection) => Dapper.SqlMapper.ExecuteScalar<long>(connection, "SELECT count(*) FROM revisions");
    }

    [Fact]
    public async Task A_check_that_nobody_waits_for_ends_in_the_middle_of_a_statement()
    {
        using var data = new TempData();
        using var database = data.Open();
        using var gone = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(() => database.ReadLongAsync(
            connection =>
            {
                gone.CancelAfter(TimeSpan.FromMilliseconds(50));
                return Dapper.SqlMapper.ExecuteScalar<long>(connection, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
            },
            gone.Token));
        KillTests.AssertSound(await HistoryCheck.RunAsync(database, TempData.Clock, Cancel));
    }

    [Fact]
    public void A_database_of_an_earlier_version_is_refused_and_left_as_it_is()
    {
        using var data = new TempData();
        data.Open(Migration.Embedded[0]).Dispose();
        var before = data.Bytes();
        Assert.Contains("earlier version", Assert.Throws<DatabaseRefusedException>(() => HistoryCheck.Run(data.Directory, TempData.Clock)).Message, StringComparison.Ordinal);
        Assert.Equal(before, data.Bytes());
    }

    private static async Task IsSoundAsync(int seed)
    {
        var dice = new Random(seed);
        using var data = new TempData();
        var state = new HostContent(dice).Fill(new HostBuilder(dice).Build());
        for (var run = 0; run < 3; run++)
        {
            await using (var host = await KeptHost.StartAsync(data))
            {
                for (var step = 0; step < 10; step++)
                {
                    host.Publish(state);
                    state = HostMutation.Some(state, dice) with { ObservedAt = state.ObservedAt.AddSeconds(1) };
                }
                await host.KeptAsync();
                KillTests.AssertSound(await HistoryCheck.RunAsync(host.Database, TempData.Clock, Cancel));
            }
        }
        KillTests.AssertSound(HistoryCheck.Run(data.Directory, TempData.Clock));
    }

    /// <summary>Three revisions, a snapshot of one of them, and one of a whole state.</summary>
    internal static async Task KeepSomeAsync(TempData data)
    {
        await using (var host = await KeptHost.StartAsync(data))
        {
            host.Publish(SampleHost.Empty);
            host.Publish(SampleHost.WithWeb);
            var last = host.Publish(SampleHost.WithWeb.Change("eth0", l => l with { MtuBytes = 9000 }));
            await host.KeptAsync();
            var snapshots = new SnapshotStore(host.Database);
            Assert.NotNull(await snapshots.AddAsync(last, SnapshotOrigin.Asked, "admin", "one", null, true, Cancel));
            await snapshots.AddWholeAsync(host.HostId, SampleHost.WithWeb, SnapshotOrigin.Imported, "admin", "whole", null, Cancel);
        }
        data.CloseAll();
    }
}
