using Microsoft.Data.Sqlite;
using NetApi.Adapters.Sqlite;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;

namespace NetApi.Tests.History;

/// <summary>A writer that keeps one revision after the other, and tells what it was told is kept. It runs in a process of its own until it is killed.</summary>
internal static class Storm
{
    /// <summary>The argument that starts it.</summary>
    public const string Argument = "--storm";

    /// <summary>A line to it: open the database anew.</summary>
    public const string Reopen = "reopen";

    public static async Task<int> RunAsync(string directory, int seed)
    {
        var dice = new Random(seed);
        var host = await KeptHost.StartAsync(new TempData(directory));
        var state = new HostBuilder(dice).Build();
        _ = Task.Run(AcknowledgeAsync);
        _ = Task.Run(ListenAsync);
        while (true)
        {
            state = new HostMutation(dice).Once(state) with { ObservedAt = state.ObservedAt.AddSeconds(1) };
            host.Publish(state);
            // The pace of the storm: nothing is waited for.
            await Task.Delay(dice.Next(4));
        }

        async Task AcknowledgeAsync()
        {
            var snapshots = new SnapshotStore(host.Database);
            for (var count = 0; ; count++)
            {
                if (host.Live.Current is not { } current)
                    continue;
                try
                {
                    await host.Writer.KeptAsync(current.Revision, CancellationToken.None);
                    Console.WriteLine($"kept {current.Revision} {current.ContentHash}");
                    if (count % 3 == 0 && await snapshots.AddAsync(current, SnapshotOrigin.Asked, "storm", null, null, true, CancellationToken.None) is { } snapshot)
                        Console.WriteLine($"snapshot {snapshot.Id} {snapshot.Revision}");
                }
                catch (StoreUnavailableException)
                {
                    // A snapshot can be refused while there is room for the next revision yet.
                    if (host.Writer.Health is { FailedSince: { } since } health)
                        Console.WriteLine($"degraded {since:O} {health.LastError}");
                    // As a client that asks again; the disk gives no sign.
                    await Task.Delay(100);
                }
            }
        }
    }

    private static async Task ListenAsync()
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == Reopen)
                SqliteConnection.ClearAllPools();
        }
    }
}
