using System.Globalization;
using Xunit;

namespace NetApi.Tests.Privileged.Monitor;

/// <summary>Alone, as descriptors of the whole process are counted, and nothing else should be slowed down.</summary>
[CollectionDefinition(nameof(ChurnTests), DisableParallelization = true)]
[Collection(nameof(ChurnTests))]
public sealed class ChurnTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task After_random_changes_at_full_speed_the_followed_state_is_what_a_fresh_reading_shows()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        ScratchNetns[] all = [host, new(), new(), new()];
        try
        {
            using var followed = await Followed.FromAsync(host);
            foreach (var netns in all)
                netns.Ip("link add br0 type bridge");
            using var end = new CancellationTokenSource(Duration);
            var changes = await Churn.InAsync(all, end.Token);
            Assert.All(changes, c => Assert.InRange(c, 100, int.MaxValue));
            // No event tells of sockets; who asks is shown them.
            host.Batch(["link set lo up", "addr add fd77::1/64 dev br0 nodad"]);
            using var sockets = TestSockets.OpenIn(host, new Random(1));
            await followed.AssertEqualsFreshAsync(all);
        }
        finally
        {
            foreach (var netns in all)
                netns.Dispose();
        }
    }

    [Fact]
    public async Task A_thousand_namespaces_that_come_and_go_leave_nothing_behind()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var followed = await Followed.FromAsync(host);
        await followed.CatchUpAsync();
        var threads = Threads();
        var descriptors = NamespaceDescriptors();
        for (var round = 0; round < 20; round++)
        {
            ScratchNetns[] made = [.. Enumerable.Range(0, 50).Select(_ => new ScratchNetns())];
            for (var i = 0; i < made.Length; i++)
                host.Ip($"link add v{i} type veth peer name eth0 netns {made[i].Name}");
            await followed.CatchUpAsync();
            Assert.All(made, m => Assert.Contains(followed.Current.Namespaces, n => n.Sighting.Paths.Contains(m.Path)));
            foreach (var netns in made)
                netns.Dispose();
            // A namespace that anybody still held would keep its veth, and with it the host's end.
            await followed.UntilAsync(o => !o.Own.Links.Any(l => l.IsVeth) && made.All(m => !o.Namespaces.Any(n => n.Sighting.Paths.Contains(m.Path))));
        }
        Assert.Equal("lo", string.Join(' ', host.IpJson("link").Select(l => (string)l!["ifname"]!)));
        Assert.InRange(Threads(), 0, threads + 8);
        Assert.InRange(NamespaceDescriptors(), 0, descriptors);
    }

    private static int NamespaceDescriptors() =>
        Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget is { } target && target.StartsWith("net:[", StringComparison.Ordinal));

    private static int Threads() => File.ReadLines("/proc/self/status").Where(l => l.StartsWith("Threads:", StringComparison.Ordinal)).Select(l => int.Parse(l.AsSpan("Threads:".Length), CultureInfo.InvariantCulture)).Single();
}
