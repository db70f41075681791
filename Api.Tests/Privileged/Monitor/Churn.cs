using System.Globalization;

namespace NetApi.Tests.Privileged.Monitor;

/// <summary>Random changes at full speed, by several writers at once.</summary>
internal static class Churn
{
    private const int Writers = 3;
    private const int CommandsABatch = 40;

    /// <summary>Changes namespaces until the end.</summary>
    /// <returns>How many changes each writer tried.</returns>
    public static Task<int[]> InAsync(ScratchNetns[] all, CancellationToken end) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(w, all, end))));

    /// <summary>Makes namespaces that are tied to one and soon deleted.</summary>
    /// <returns>How many.</returns>
    public static int OfNamespaces(ScratchNetns host, CancellationToken end)
    {
        var made = 0;
        for (; !end.IsCancellationRequested; made++)
        {
            using var passing = new ScratchNetns();
            host.TryBatch([string.Create(CultureInfo.InvariantCulture, $"link add p{made} type veth peer name eth0 netns {passing.Name}")]);
            passing.TryBatch(["link set lo up", "addr add 127.0.0.7/8 dev lo", "addr add 10.99.0.1/24 dev eth0", "link set eth0 up", "rule add from 10.99.0.0/24 lookup 99 priority 99"]);
        }
        return made;
    }

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
            here.TryBridgeBatch([.. Enumerable.Range(0, 4).Select(_ => Forwarding(dice, writer))]);
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

    private static string Forwarding(Random dice, int writer) => string.Create(
        CultureInfo.InvariantCulture,
        $"fdb {(dice.Next(3) == 0 ? "del" : "add")} 02:00:00:00:{writer:x2}:{dice.Next(8):x2} dev w{writer}x{dice.Next(8)} master static");
}
