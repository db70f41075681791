using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Domain.Topology;
using NetApi.Events;
using NetApi.Hosting.Security;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Events;

public sealed class EventsOverHttpTests : IAsyncDisposable
{
    private readonly EventsApi _api = new();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_reader_is_told_where_the_host_is_and_then_each_change_in_order()
    {
        var first = _api.Publish(SampleHost.Empty with { Gaps = [new Gap("processes", "unreadable", "EACCES")] });
        using var listener = await Listener.OpenAsync(_api.Client);
        Assert.Equal("text/event-stream", listener.Response.Content.Headers.ContentType?.ToString());
        Assert.True(listener.Response.Headers.CacheControl?.NoStore);
        var hello = await listener.NextAsync();
        Assert.Equal(("hello", first), (hello.Name, hello.Id));
        Assert.Equal((1, false, false), (hello.Data.GetProperty("revision").GetInt64(), hello.Data.GetProperty("resumed").GetBoolean(), hello.Data.GetProperty("complete").GetBoolean()));
        Assert.StartsWith(first.Split('-')[1], hello.Data.Text("contentHash"), StringComparison.Ordinal);
        Assert.Equal("processes", hello.Data.GetProperty("gaps")[0].Text("scope"));

        var second = _api.Publish(SampleHost.WithWeb);
        var events = await listener.NextRevisionAsync();
        Assert.Equal(
            [
                "port 8000/tcp of myweb is now published on 0.0.0.0",
                "container myweb was created and started",
                "myweb joined network bridge",
                "veth pair of myweb (eth0) with veth8d73f3e on docker0 is new",
                "address 172.17.0.7/16 was added to eth0 of container myweb",
                "network namespace of container myweb is new",
                "the namespace of some process can be read again (unreadable before), so the comparison is partial: what is new there is not told as added",
            ],
            events.Select(e => e.Summary));
        Assert.Equal([.. Enumerable.Repeat<string?>(null, events.Count - 1), second], events.Select(e => e.Id));
        Assert.Equal([.. Enumerable.Repeat("added", events.Count - 1), "removed"], events.Select(e => e.Name));

        _api.Publish(SampleHost.WithWeb.Change("docker0", l => l with { IsUp = false }));
        var change = await listener.NextAsync();
        Assert.Equal(("changed", "bridge docker0 was set down"), (change.Name, change.Summary));
    }

    [Fact]
    public async Task An_event_has_the_form_of_an_entry_of_a_diff()
    {
        _api.Publish(SampleHost.Empty);
        using var listener = await Listener.OpenAsync(_api.Client);
        await listener.NextAsync();
        var later = EventsApi.WithMtu(1400) with { ObservedAt = SampleHost.ObservedAt.AddMinutes(1) };
        _api.Publish(later);
        var data = (await listener.NextAsync()).Data;
        Assert.Equal(["revision", "observedAt", "kind", "entity", "key", "before", "after", "summary"], data.EnumerateObject().Select(m => m.Name));
        Assert.Equal((2, later.ObservedAt), (data.GetProperty("revision").GetInt64(), data.GetProperty("observedAt").GetDateTimeOffset()));
        Assert.Equal(("changed", "link", "host/eth0"), (data.Text("kind"), data.Text("entity"), data.Text("key")));
        Assert.Equal((1500, 1400), (data.GetProperty("before").GetProperty("mtuBytes").GetInt32(), data.GetProperty("after").GetProperty("mtuBytes").GetInt32()));
    }

    [Fact]
    public async Task A_reader_that_comes_before_the_first_state_waits_for_it()
    {
        using var listener = await Listener.OpenAsync(_api.Client);
        Assert.NotNull((await listener.NextBlockAsync())?.Comment);
        var first = _api.Publish(SampleHost.Empty);
        Assert.Equal(("hello", first), await NameAndIdAsync(listener));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_that_comes_back_gets_the_revisions_it_missed(bool byHeader)
    {
        _api.Publish(SampleHost.Empty);
        var seen = _api.Publish(EventsApi.WithMtu(1400));
        var third = _api.Publish(EventsApi.WithMtu(1300));
        var fourth = _api.Publish(SampleHost.WithWeb);
        using var listener = byHeader
            ? await Listener.OpenAsync(_api.Client, "?lastEventId=x", seen)
            : await Listener.OpenAsync(_api.Client, $"?lastEventId={seen}");
        var hello = await listener.NextAsync();
        Assert.Equal((null, 4, true), (hello.Id, hello.Data.GetProperty("revision").GetInt64(), hello.Data.GetProperty("resumed").GetBoolean()));
        Assert.Equal(third, Assert.Single(await listener.NextRevisionAsync()).Id);
        var last = await listener.NextRevisionAsync();
        Assert.Equal((fourth, 7), (last[^1].Id, last.Count));
        Assert.All(last, e => Assert.Equal(4, e.Data.GetProperty("revision").GetInt64()));
    }

    [Fact]
    public async Task A_reader_that_missed_nothing_goes_on_at_once()
    {
        var seen = _api.Publish(SampleHost.Empty);
        using var listener = await Listener.OpenAsync(_api.Client, lastEventId: seen);
        Assert.Equal(("hello", seen), await NameAndIdAsync(listener));
        var next = _api.Publish(EventsApi.WithMtu(1400));
        Assert.Equal(("changed", next), await NameAndIdAsync(listener));
    }

    [Fact]
    public async Task An_id_of_another_run_is_known_by_its_hash_where_the_network_is_the_same()
    {
        var now = _api.Publish(SampleHost.Empty);
        using var same = await Listener.OpenAsync(_api.Client, lastEventId: $"977-{now.Split('-')[1]}");
        Assert.Equal(("hello", now), await NameAndIdAsync(same));
        _api.Publish(EventsApi.WithMtu(1400));
        Assert.Equal("changed", (await same.NextAsync()).Name);
    }

    [Theory]
    [InlineData("977-00000000")]
    [InlineData("1-00000000")]
    [InlineData("17")]
    [InlineData("nonsense")]
    public async Task An_id_that_is_not_known_is_answered_with_resync(string lastEventId)
    {
        _api.Publish(SampleHost.Empty);
        var now = _api.Publish(EventsApi.WithMtu(1400));
        using var listener = await Listener.OpenAsync(_api.Client, lastEventId: lastEventId);
        Assert.Equal(("hello", null), await NameAndIdAsync(listener));
        var resync = await listener.NextAsync();
        Assert.Equal(("resync", now, "unknownEvent", 2), (resync.Name, resync.Id, resync.Data.Text("reason"), resync.Data.GetProperty("revision").GetInt64()));
        var next = _api.Publish(EventsApi.WithMtu(1300));
        Assert.Equal(("changed", next), await NameAndIdAsync(listener));
    }

    [Fact]
    public async Task An_event_that_is_no_longer_remembered_is_answered_with_resync()
    {
        await using var small = new EventsApi(maxRevisions: 4);
        var ids = Enumerable.Range(1, 6).Select(i => small.Publish(EventsApi.WithMtu(1000 + i))).ToList();
        using var remembered = await Listener.OpenAsync(small.Client, lastEventId: ids[1]);
        await remembered.NextAsync();
        Assert.Equal(("changed", ids[2]), await NameAndIdAsync(remembered));
        using var forgotten = await Listener.OpenAsync(small.Client, lastEventId: ids[0]);
        await forgotten.NextAsync();
        var resync = await forgotten.NextAsync();
        Assert.Equal(("resync", ids[5], "tooOld"), (resync.Name, resync.Id, resync.Data.Text("reason")));
    }

    [Fact]
    public async Task Every_15_seconds_there_is_a_sign_of_life()
    {
        _api.Publish(SampleHost.Empty);
        using var listener = await Listener.OpenAsync(_api.Client);
        await listener.NextAsync();
        for (var beat = 0; beat < 3; beat++)
        {
            _api.Clock.Advance(EventFeed.Heartbeat);
            var block = await listener.NextBlockAsync();
            Assert.Equal((null, null, "still here"), (block!.Name, block.Id, block.Comment));
        }
        Assert.InRange(EventFeed.Heartbeat, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_sign_of_life_brings_the_id_of_revisions_of_which_nothing_was_told()
    {
        _api.Publish(SampleHost.Empty);
        using var listener = await Listener.OpenAsync(_api.Client, "?entity=container");
        await listener.NextAsync();
        var silent = _api.Publish(EventsApi.WithMtu(1400));
        _api.Clock.Advance(EventFeed.Heartbeat);
        var block = await listener.NextBlockAsync();
        Assert.Equal((null, silent), (block!.Name, block.Id));
        _api.Clock.Advance(EventFeed.Heartbeat);
        Assert.Null((await listener.NextBlockAsync())!.Id);
    }

    [Fact]
    public async Task A_reader_too_many_is_429_until_one_leaves()
    {
        await using var api = new EventsApi(maxReaders: 1);
        api.Publish(SampleHost.Empty);
        using (await Listener.OpenAsync(api.Client))
        {
            using var refused = await api.Client.GetAsync(new Uri("/api/v1/events", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Contains("NetApi__EventReaders", (await refused.ReadProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests")).Text("detail"), StringComparison.Ordinal);
            Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
        }
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var listener = await Listener.OpenAsync(api.Client);
            if (listener.Response.StatusCode == HttpStatusCode.OK)
                break;
            bound.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task A_stream_ends_when_its_key_is_revoked()
    {
        _api.Publish(SampleHost.Empty);
        var vault = _api.Host.Services.GetRequiredService<KeyVault>();
        var (key, secret) = await vault.AddAsync("dashboard", [Scope.Read], TestContext.Current.CancellationToken);
        using var client = _api.Host.Client(secret);
        using var listener = await Listener.OpenAsync(client);
        await listener.NextAsync();
        _api.Host.Services.GetRequiredService<KeyRing>().Remove(key.Id);
        _api.Publish(SampleHost.WithWeb);
        Assert.Null(await listener.NextBlockAsync());
    }

    private static async Task<(string? Name, string? Id)> NameAndIdAsync(Listener listener)
    {
        var block = await listener.NextAsync();
        return (block.Name, block.Id);
    }
}
