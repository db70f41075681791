using System.Text.Json.Nodes;
using System.Threading.Channels;
using NetApi.Tests.Domain.Diff;
using NetApi.Tests.Events;
using Xunit;
using Gap = NetApi.Domain.Topology.Gap;

namespace NetApi.Tests.Privileged.Monitor;

/// <summary>What a listener is told of a host that changes at full speed, over HTTP.</summary>
[Collection(nameof(ChurnTests))]
public sealed class EventsOfChurnTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    // Others on this machine come and go, too, and may not be readable.
    private static readonly string OfThisTest = $"named:netapi-test-{Environment.ProcessId}-";

    // Told last of all, so that a listener knows it has heard everything.
    private static readonly Gap TheEnd = new("test", "the-end", "Nothing follows.");

    [Fact]
    public async Task Events_applied_to_the_first_state_give_the_last_one()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        ScratchNetns[] all = [host, new(), new(), new()];
        try
        {
            using var followed = await Followed.FromAsync(host);
            await using var api = new EventsApi();
            var first = api.Revisions.Publish(Observed.State(followed.Current))!;
            using var listener = await Listener.OpenAsync(api.Client);
            Assert.Equal(first.Revision, (await listener.NextAsync()).Data.GetProperty("revision").GetInt64());
            var told = ToldHost.Of(first);

            var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
            followed.Monitor.Changed += () => changed.Writer.TryWrite(true);
            var publishing = PublishAsync(changed.Reader, followed, api);
            var listening = ListenAsync(listener, told);
            using var end = new CancellationTokenSource(Duration);
            foreach (var netns in all)
                netns.Ip("link add br0 type bridge");
            var passing = Task.Run(() => Churn.OfNamespaces(host, end.Token), TestContext.Current.CancellationToken);
            Assert.All(await Churn.InAsync(all, end.Token), c => Assert.InRange(c, 100, int.MaxValue));
            Assert.InRange(await passing, 10, int.MaxValue);
            host.Batch(["link set lo up", "addr add fd77::1/64 dev br0 nodad"]);
            using var sockets = TestSockets.OpenIn(host, new Random(1));
            await followed.CatchUpAsync();
            changed.Writer.Complete();
            await publishing;
            var last = Observed.State(followed.Current);
            api.Revisions.Publish(last with { Gaps = last.Gaps.Add(TheEnd) });
            var events = await listening;

            Assert.Superset(
                new HashSet<string> { "namespace", "link", "bridge", "vethPair", "address", "route", "rule", "neighbour", "fdb", "socket" },
                events.Select(e => e.Entity).ToHashSet());
            Assert.Empty(told.Differences(ToldHost.Of(last), IsOfThisTest));
        }
        finally
        {
            foreach (var netns in all)
                netns.Dispose();
        }
    }

    private static async Task PublishAsync(ChannelReader<bool> changed, Followed followed, EventsApi api)
    {
        await foreach (var _ in changed.ReadAllAsync(TestContext.Current.CancellationToken))
            api.Revisions.Publish(Observed.State(followed.Current) with { ObservedAt = DateTimeOffset.UtcNow });
    }

    private static async Task<List<ToldChange>> ListenAsync(Listener listener, ToldHost told)
    {
        var heard = new List<ToldChange>();
        while (true)
        {
            var revision = await listener.NextRevisionAsync();
            Assert.DoesNotContain(revision, e => e.Name == "resync");
            List<ToldChange> changes = [.. revision.Select(e => ToldChange.Of(JsonNode.Parse(e.Data.GetRawText())!))];
            told.Apply(changes);
            heard.AddRange(changes);
            if (changes.Any(c => c.Key == $"{TheEnd.Scope}/{TheEnd.Code}"))
                return heard;
        }
    }

    private static bool IsOfThisTest(string entity, JsonObject thing) =>
        new[] { thing, thing["inner"], thing["outer"] }.OfType<JsonObject>().Select(o => (string?)o["namespace"]).OfType<string>().ToList() is [_, ..] places
        && places.TrueForAll(p => p == "host" || p.StartsWith(OfThisTest, StringComparison.Ordinal));
}
