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
        var threads = Threads();
        var early = default(Held);
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
            // By now all is there that is made once and kept.
            if (round == 4)
                early = Held.Now();
        }
        Assert.Equal("lo", string.Join(' ', host.IpJson("link").Select(l => (string)l!["ifname"]!)));
        Assert.InRange(Threads(), 0, threads + 8);
        var late = Held.Now();
        Assert.True(late.IsNoMoreThan(early), $"{early} became {late}");
        // A namespace that was forgotten and lives would still have its number.
        await UntilAsync(() => host.IpJson("netns list-id").Count <= followed.Current.Namespaces.Length, followed);
    }

    private static async Task UntilAsync(Func<bool> holds, Followed followed)
    {
        for (var attempt = 0; !holds(); attempt++)
        {
            Assert.InRange(attempt, 0, 20);
            await followed.CatchUpAsync();
        }
    }

    private static int Threads() => File.ReadLines("/proc/self/status").Where(l => l.StartsWith("Threads:", StringComparison.Ordinal)).Select(l => int.Parse(l.AsSpan("Threads:".Length), CultureInfo.InvariantCulture)).Single();

    /// <summary>What this process holds of what the kernel and the runtime give.</summary>
    private readonly record struct Held(int Descriptors, int Namespaces, int Sockets, int Watches, long ManagedBytes)
    {
        // 750 namespaces later: not even 3 kB of each were kept, of some 20 kB that one takes up.
        private const long MostGrowthBytes = 2 << 20;

        public static Held Now()
        {
            // Twice, as what was finalized is collected afterwards.
            for (var i = 0; i < 2; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            // The runtime keeps assemblies open, and loads them when they are first needed.
            var targets = Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(f => new FileInfo(f).LinkTarget).OfType<string>()
                .Where(t => !t.EndsWith(".dll", StringComparison.Ordinal)).ToList();
            return new Held(
                targets.Count,
                targets.Count(t => t.StartsWith("net:[", StringComparison.Ordinal)),
                targets.Count(t => t.StartsWith("socket:[", StringComparison.Ordinal)),
                Directory.EnumerateFiles("/proc/self/fdinfo").Sum(WatchesOf),
                GC.GetTotalMemory(forceFullCollection: true));
        }

        public bool IsNoMoreThan(Held early) =>
            Descriptors <= early.Descriptors && Namespaces <= early.Namespaces && Sockets <= early.Sockets && Watches <= early.Watches
            && ManagedBytes <= early.ManagedBytes + MostGrowthBytes;

        private static int WatchesOf(string fdinfo)
        {
            try
            {
                return File.ReadLines(fdinfo).Count(l => l.StartsWith("inotify wd:", StringComparison.Ordinal));
            }
            catch (IOException)
            {
                // It was closed meanwhile.
                return 0;
            }
        }
    }
}
