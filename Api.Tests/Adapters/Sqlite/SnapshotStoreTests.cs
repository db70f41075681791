using FsCheck.Xunit;
using NetApi.Adapters.Sqlite;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

public sealed class SnapshotStoreTests : IDisposable
{
    private readonly TempData _data = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task AddWholeAsync_State_ComesBackWhole()
    {
        var (store, host) = await OpenAsync();
        var state = SampleHost.WithWeb with { HostId = host, ObservedAt = SampleHost.ObservedAt.AddTicks(1234567) };
        var added = await store.AddWholeAsync(host, state, SnapshotOrigin.Imported, "admin", "before", "it broke", Cancel);
        Assert.Equal(added, await store.FindAsync(host, added.Id, Cancel));
        Assert.Equal(
            (host, state.ObservedAt, "admin", "before", "it broke", new SnapshotCounts(0, 1, 1, 2, 5), true),
            (added.HostId, added.TakenAt, added.TakenBy, added.Label, added.Reason, added.Counts, added.Complete));
        var back = await store.ReadWholeAsync(host, added.Id, Cancel);
        Assert.Equal(state.ObservedAt, back!.ObservedAt);
        Assert.Empty(HostDiff.Compare(state, back));
    }

    [Property(Arbitrary = [typeof(HostGenerators)], MaxTest = 25)]
    public async Task Any_state_comes_back_as_it_was(RandomHost random)
    {
        using var data = new TempData();
        var (database, host) = await data.OpenWithHostAsync();
        var store = new SnapshotStore(database);
        var added = await store.AddWholeAsync(host, random.State with { HostId = host }, SnapshotOrigin.Imported, "admin", null, null, Cancel);
        var back = await store.ReadWholeAsync(host, added.Id, Cancel);
        Assert.Empty(HostDiff.Compare(random.State, back!));
        Assert.Equal(random.State.Gaps.IsEmpty, added.Complete);
        Assert.Equal((null, null), (added.Label, added.Reason));
    }

    [Fact]
    public async Task AddWholeAsync_SameNetworkTwice_KeepsOneStateUntilTheLastSnapshotIsGone()
    {
        var (store, host) = await OpenAsync();
        var first = await store.AddWholeAsync(host, At(host, 0), SnapshotOrigin.Imported, "admin", null, null, Cancel);
        var second = await store.AddWholeAsync(host, At(host, 1), SnapshotOrigin.Imported, "admin", null, null, Cancel);
        var other = await store.AddWholeAsync(host, SampleHost.Empty with { HostId = host }, SnapshotOrigin.Imported, "admin", null, null, Cancel);
        Assert.Equal(first.StateHash, second.StateHash);
        Assert.Equal("2", _data.Shell("SELECT count(*) FROM states"));

        Assert.True(await store.DeleteAsync(host, first.Id, Cancel));
        Assert.Equal(At(host, 1).ObservedAt, (await store.ReadWholeAsync(host, second.Id, Cancel))!.ObservedAt);
        Assert.True(await store.DeleteAsync(host, second.Id, Cancel));
        Assert.Equal(other.StateHash, _data.Shell("SELECT hash FROM states"));
        Assert.Equal("", _data.Shell("PRAGMA foreign_key_check"));
    }

    [Theory]
    [InlineData("body = x''", "hash")]
    [InlineData("body = x'ffffffffff'", "Brotli")]
    [InlineData("body = substr(body, 1, length(body) / 2)", "damaged")]
    [InlineData("body = x'0b018068690a03'", "hash")]
    [InlineData("format = 3", "form 3")]
    public async Task ReadWholeAsync_OfWhatIsDamagedOrOfALaterForm_IsUnavailable(string change, string word)
    {
        var (store, host) = await OpenAsync();
        var added = await store.AddWholeAsync(host, At(host, 0), SnapshotOrigin.Imported, "admin", null, null, Cancel);
        _data.Shell($"UPDATE states SET {change}");
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadWholeAsync(host, added.Id, Cancel));
        Assert.Contains(word, failure.Message, StringComparison.Ordinal);
        Assert.Contains(added.Id, failure.Message, StringComparison.Ordinal);
        Assert.True(await store.DeleteAsync(host, added.Id, Cancel));
    }

    [Fact]
    public async Task ReadWholeAsync_OfAnyDamagedByte_IsUnavailable()
    {
        var (store, host) = await OpenAsync();
        var added = await store.AddWholeAsync(host, At(host, 0), SnapshotOrigin.Imported, "admin", null, null, Cancel);
        var body = Convert.FromHexString(_data.Shell("SELECT hex(body) FROM states"));
        for (var at = 0; at < body.Length; at += 37)
        {
            byte[] damaged = [.. body];
            damaged[at] ^= 0x55;
            _data.Shell($"UPDATE states SET body = x'{Convert.ToHexString(damaged)}'");
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadWholeAsync(host, added.Id, Cancel));
        }
    }

    [Fact]
    public async Task DeleteAsync_Unknown_IsFalse()
    {
        var (store, host) = await OpenAsync();
        var added = await store.AddWholeAsync(host, At(host, 0), SnapshotOrigin.Imported, "admin", null, null, Cancel);
        Assert.False(await store.DeleteAsync(host, Guid.NewGuid().ToString(), Cancel));
        Assert.True(await store.DeleteAsync(host, added.Id, Cancel));
        Assert.False(await store.DeleteAsync(host, added.Id, Cancel));
        Assert.Null(await store.FindAsync(host, added.Id, Cancel));
        Assert.Null(await store.ReadWholeAsync(host, added.Id, Cancel));
    }

    [Fact]
    public async Task ListAsync_Pages_AreNewestFirstAndStableWhenOthersComeAndGo()
    {
        var (store, host) = await OpenAsync();
        var ids = new List<string>();
        for (var minute = 0; minute < 10; minute++)
            ids.Insert(0, (await store.AddWholeAsync(host, At(host, minute), SnapshotOrigin.Imported, "admin", $"{minute}", null, Cancel)).Id);

        var first = await store.ListAsync(host, [], 4, null, Cancel);
        await store.AddWholeAsync(host, At(host, 99), SnapshotOrigin.Imported, "admin", null, null, Cancel);
        await store.DeleteAsync(host, first[3].Id, Cancel);
        var second = await store.ListAsync(host, [], 4, first[3].Id, Cancel);
        var third = await store.ListAsync(host, [], 4, second[3].Id, Cancel);

        Assert.Equal(ids, [.. first.Select(s => s.Id), .. second.Select(s => s.Id), .. third.Select(s => s.Id)]);
    }

    [Fact]
    public async Task Snapshots_of_another_host_are_not_seen()
    {
        var (database, host) = await _data.OpenWithHostAsync();
        var other = await new HostStore(database, TempData.Clock).GetOrAddHostIdAsync("machine-2", "web-2", Cancel);
        var store = new SnapshotStore(database);
        var added = await store.AddWholeAsync(other, At(other, 0), SnapshotOrigin.Imported, "admin", null, null, Cancel);
        Assert.Empty(await store.ListAsync(host, [], 10, null, Cancel));
        Assert.Null(await store.FindAsync(host, added.Id, Cancel));
        Assert.Null(await store.ReadWholeAsync(host, added.Id, Cancel));
        Assert.False(await store.DeleteAsync(host, added.Id, Cancel));
    }

    [Fact]
    public async Task AddWholeAsync_UnknownHost_LeavesNothing()
    {
        var (store, _) = await OpenAsync();
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => store.AddWholeAsync("nobody", At("nobody", 0), SnapshotOrigin.Imported, "admin", null, null, Cancel));
        Assert.Equal("0|0", _data.Shell("SELECT (SELECT count(*) FROM states), (SELECT count(*) FROM snapshots)"));
    }

    [Fact]
    public async Task The_database_keeps_everything_over_a_restart()
    {
        var (store, host) = await OpenAsync();
        var added = await store.AddWholeAsync(host, At(host, 0), SnapshotOrigin.Imported, "admin", "kept", null, Cancel);
        _data.Open().Dispose();
        Assert.Equal(added, await new SnapshotStore(_data.Open()).FindAsync(host, added.Id, Cancel));
        Assert.Equal("ok", _data.Shell("PRAGMA integrity_check"));
    }

    private static HostState At(string host, int minute) => SampleHost.WithWeb with { HostId = host, ObservedAt = SampleHost.ObservedAt.AddMinutes(minute) };

    private async Task<(SnapshotStore Store, string HostId)> OpenAsync()
    {
        var (database, host) = await _data.OpenWithHostAsync();
        return (new SnapshotStore(database), host);
    }
}
