using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Snapshots;
using NetApi.Tests.Adapters.DockerEngine;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Snapshots;

/// <summary>Snapshots that nobody asks for are those that are configured.</summary>
public sealed class AutomaticSnapshotsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Network First = SampleHost.BridgeNetwork with { Id = new string('c', 64), Name = "first" };
    private static readonly Network Second = SampleHost.BridgeNetwork with { Id = new string('d', 64), Name = "second" };

    private readonly FakeTimeProvider _clock = new(SampleHost.ObservedAt);
    private readonly TaskCompletionSource _published = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LiveState _live;

    public AutomaticSnapshotsTests() => _live = new LiveState(async cancel =>
    {
        await _published.Task.WaitAsync(cancel);
        return _live!.Current!;
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_schedule_takes_one_at_the_start()
    {
        await using var api = Over(("SnapshotEveryHours", "6"));
        using var client = api.Admin();
        Publish(api, SampleHost.Empty);
        Assert.Equal([("scheduled", null)], await TakenAsync(client, taken => taken.Count > 0));
    }

    [Fact]
    public async Task A_schedule_of_0_hours_takes_none()
    {
        await using var api = Over(("SnapshotEveryHours", "0"));
        using var client = api.Admin();
        Publish(api, SampleHost.Empty);
        // Nobody is there who would, however long it takes.
        Assert.Empty(api.Services.GetServices<IHostedService>().OfType<ScheduledSnapshots>());
        _clock.Advance(TimeSpan.FromDays(366));
        using var asked = await client.SendAsync(HttpMethod.Post, "/api/v1/snapshots", HttpAnswers.Json("{}"));
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        Assert.Empty(await TakenAsync(client, _ => true));
    }

    [Theory]
    [InlineData(true, true, "afterChange", "beforeChange")]
    [InlineData(true, false, "beforeChange")]
    [InlineData(false, true, "afterChange")]
    [InlineData(false, false)]
    public async Task Own_changes_take_those_of_the_sides_that_are_configured(bool before, bool after, params string[] origins)
    {
        await using var engine = await StandInEngine.StartAsync();
        await using var api = Over(("SnapshotBeforeOwnChanges", $"{before}"), ("SnapshotAfterOwnChanges", $"{after}"), ("DockerHost", engine.Socket));
        using var client = api.Admin();
        Publish(api, SampleHost.Empty with { Networks = [SampleHost.BridgeNetwork, First, Second] });
        foreach (var network in new[] { First, Second })
        {
            engine.On($"DELETE /networks/{network.Id}", http =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                Publish(api, _live.Current! with { Networks = [.. _live.Current!.Networks.Where(n => n.Id != network.Id)] });
                http.Response.StatusCode = (int)HttpStatusCode.NoContent;
                return Task.CompletedTask;
            });
            using var removed = await client.DeleteAsync(new Uri($"/api/v1/networks/{network.Name}", UriKind.Relative), Cancel);
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        }
        Assert.Equal(before || after, api.Services.GetService<OwnChangeSnapshots>() is not null);
        // Calls have theirs one after the other: with those of the second all of the first are there.
        var taken = await TakenAsync(client, all => Of(all, Second).Count() >= origins.Length);
        Assert.Equal(origins, Of(taken, First));

        static IEnumerable<string> Of(IEnumerable<(string Origin, string? Reason)> taken, Network network) =>
            taken.Where(t => t.Reason == $"DELETE /api/v1/networks/{network.Name}").Select(t => t.Origin);
    }

    // As the host's monitor would.
    private void Publish(InProcessNetApi api, HostState state)
    {
        var (journal, next) = (api.Services.GetRequiredService<CallJournal>(), state with { HostId = api.Services.GetRequiredService<HostIdentity>().Id, ObservedAt = _clock.GetUtcNow() });
        api.Services.GetRequiredService<Revisions>().Publish(next, changes => journal.CausesOf([], changes, next));
        _published.TrySetResult();
    }

    private InProcessNetApi Over(params (string Name, string Value)[] settings) => new(
        services =>
        {
            services.Show(_live);
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));
        },
        settings: settings.ToDictionary(s => $"NetApi:{s.Name}", s => s.Value));

    private static async Task<List<(string Origin, string? Reason)>> TakenAsync(HttpClient client, Func<List<(string Origin, string? Reason)>, bool> isEnough)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(Patience);
        while (true)
        {
            List<(string Origin, string? Reason)> taken =
                [.. (await client.GetJsonAsync("/api/v1/snapshots?origin=scheduled,beforeChange,afterChange")).Items().Select(s => (s.Text("origin"), s.TryGetProperty("reason", out var reason) ? reason.GetString() : null))];
            if (isEnough(taken))
                return taken;
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }
}
