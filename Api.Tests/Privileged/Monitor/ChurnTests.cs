using System.Globalization;
using Xunit;

namespace NetApi.Tests.Privileged.Monitor;

/// <summary>Alone, as descriptors of the whole process are counted, and nothing else should be slowed down.</summary>
[CollectionDefinition(nameof(ChurnTests), DisableParallelization = true)]
[Collection(nameof(ChurnTests))]
public sealed class ChurnTests
{
    private const int Writers = 3;
    private const int CommandsABatch = 40;

    // A minute of it was measured to make some 20,000 changes; a third of a minute is enough to tell that something broke.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

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
            var changes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(w, all, end.Token))));
            Assert.All(changes, c => Assert.InRange(c, 100, int.MaxValue));
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

    private static int Write(int writer, ScratchNetns[] all, CancellationToken end)
    {
        var dice = new Random(writer);
        var changes = 0;
        while (!end.IsCancellationRequested)
        {
            var here = all[dice.Next(all.Length)];
            var there = all[dice.Next(all.Length)];
            // Many of them fail, as what they name is not there: that is part of the game.
            here.TryBatch([.. Enumerable.Range(0, CommandsABatch).Select(_ => Command(dice, writer, there))]);
            changes += CommandsABatch;
        }
        return changes;
    }

    private static string Command(Random dice, int writer, ScratchNetns there)
    {
        var link = string.Create(CultureInfo.InvariantCulture, $"w{writer}x{dice.Next(8)}");
        var other = string.Create(CultureInfo.InvariantCulture, $"w{writer}y{dice.Next(8)}");
        var subnet = string.Create(CultureInfo.InvariantCulture, $"10.{writer}.{dice.Next(8)}");
        return dice.Next(16) switch
        {
            0 => $"link add {link} type veth peer name {other} netns {there.Name}",
            1 => $"link add {link} type bridge",
            2 => $"link del {link}",
            3 or 4 => $"link set {link} up",
            5 => $"link set {link} down",
            6 => $"link set {link} master br0",
            7 => $"link set {link} nomaster",
            8 => $"link set {link} netns {there.Name}",
            9 => $"addr add {subnet}.1/24 dev {link}",
            10 => $"addr flush dev {link}",
            11 => string.Create(CultureInfo.InvariantCulture, $"route add {subnet}.128/25 dev {link} table {dice.Next(250, 70000)}"),
            12 => string.Create(CultureInfo.InvariantCulture, $"rule add from {subnet}.0/24 lookup {1000 + dice.Next(4)} priority {10000 + dice.Next(20)}"),
            13 => string.Create(CultureInfo.InvariantCulture, $"rule del priority {10000 + dice.Next(20)}"),
            14 => $"link set {link} name {other}",
            _ => string.Create(CultureInfo.InvariantCulture, $"neigh replace {subnet}.77 lladdr 02:00:00:00:00:{dice.Next(16):x2} dev {link} nud permanent"),
        };
    }
}
