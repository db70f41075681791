using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using NetApi.Adapters.Sqlite;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

public sealed class KeyStoreTests : IDisposable
{
    private readonly TempData _data = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task AddAsync_Key_ComesBackWhole()
    {
        var (database, host) = await _data.OpenWithHostAsync();
        var keys = new KeyStore(database);
        var key = Key("grafana", 1) with { Scopes = ["read", "probe"] };
        await keys.AddAsync(host, key, Cancel);
        var back = Assert.Single(await keys.ListAsync(host, Cancel));
        Assert.Equal((key.Id, key.Name, key.CreatedAt, null), (back.Id, back.Name, back.CreatedAt, back.RevokedAt));
        Assert.Equal(["read", "probe"], back.Scopes);
        Assert.Equal(key.Digest.AsSpan(), back.Digest.AsSpan());
    }

    [Fact]
    public async Task RevokeAsync_Key_TakesItOutOfForceAndKeepsIt()
    {
        var (database, host) = await _data.OpenWithHostAsync();
        var keys = new KeyStore(database);
        var (first, second) = (Key("first", 1), Key("second", 2));
        await keys.AddAsync(host, second, Cancel);
        await keys.AddAsync(host, first, Cancel);
        Assert.Equal(["first", "second"], (await keys.ListActiveAsync(host, Cancel)).Select(k => k.Name));

        var now = SampleHost.ObservedAt.AddDays(1);
        Assert.True(await keys.RevokeAsync(host, first.Id, now, Cancel));
        Assert.False(await keys.RevokeAsync(host, first.Id, now.AddDays(1), Cancel));
        Assert.False(await keys.RevokeAsync("another", second.Id, now, Cancel));
        Assert.Equal(["second"], (await keys.ListActiveAsync(host, Cancel)).Select(k => k.Name));
        Assert.Equal([now, null], (await keys.ListAsync(host, Cancel)).Select(k => k.RevokedAt));
    }

    [Fact]
    public async Task AddAsync_SameSecretTwice_IsADefect()
    {
        var (database, host) = await _data.OpenWithHostAsync();
        var keys = new KeyStore(database);
        var key = Key("first", 1);
        await keys.AddAsync(host, key, Cancel);
        await Assert.ThrowsAsync<SqliteException>(() => keys.AddAsync(host, key with { Id = "other" }, Cancel));
        Assert.Single(await keys.ListAsync(host, Cancel));
    }

    [Fact]
    public async Task GetOrAddHostIdAsync_SameMachine_KeepsItsIdOverRestartsAndRenames()
    {
        var (_, host) = await _data.OpenWithHostAsync();
        var hosts = new HostStore(_data.Open(), TempData.Clock);
        Assert.Equal(host, await hosts.GetOrAddHostIdAsync("machine-1", "renamed", Cancel));
        Assert.NotEqual(host, await hosts.GetOrAddHostIdAsync("machine-2", "web-1", Cancel));
        Assert.Equal("renamed", _data.Shell($"SELECT name FROM hosts WHERE id = '{host}'"));
        Assert.Equal(7, Guid.Parse(host).Version);
    }

    private static StoredKey Key(string name, int minute) => new(
        Guid.CreateVersion7().ToString(), name, ["read"], SampleHost.ObservedAt.AddMinutes(minute), null, [.. SHA256.HashData(RandomNumberGenerator.GetBytes(32))]);
}
