using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using NetApi.Hosting;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Snapshots;

/// <summary>A quiet host: its state came about long before it is kept.</summary>
public sealed class SnapshotTimesTests
{
    private readonly FakeTimeProvider _clock = new(SampleHost.ObservedAt.AddHours(5));

    [Fact]
    public async Task A_snapshot_shows_the_moment_it_is_taken_and_a_later_one_comes_first()
    {
        LiveState live = null!;
        live = new LiveState(_ => Task.FromResult(live.Current!));
        await using var api = new InProcessNetApi(services =>
        {
            services.Show(live);
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));
        });
        using var client = api.Admin();
        api.Services.GetRequiredService<Revisions>().Publish(SampleHost.WithWeb with { HostId = api.Services.GetRequiredService<HostIdentity>().Id });
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            using var answer = await client.SendAsync(HttpMethod.Post, "/api/v1/snapshots", HttpAnswers.Json("{}"));
            var snapshot = await answer.ReadJsonAsync();
            Assert.Equal(_clock.GetUtcNow(), snapshot.GetProperty("takenAt").GetDateTimeOffset());
            ids.Insert(0, snapshot.Text("id"));
        }
        Assert.Equal(ids, (await client.GetJsonAsync("/api/v1/snapshots")).Items().Select(s => s.Text("id")));

        _clock.Advance(TimeSpan.FromSeconds(1));
        var diff = await client.GetJsonAsync($"/api/v1/diff?from={ids[0]}");
        Assert.Equal(TimeSpan.FromSeconds(1), At(diff.GetProperty("to")) - At(diff.GetProperty("from")));

        static DateTimeOffset At(JsonElement side) => side.GetProperty("observedAt").GetDateTimeOffset();
    }
}
