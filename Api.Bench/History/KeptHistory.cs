using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting;

namespace NetApi.Bench.History;

/// <summary>The history of a made-up host, kept by what NetApi keeps it with, in a file of its own.</summary>
internal sealed class KeptHistory : IAsyncDisposable
{
    // So much is handed to the writer at once: less than what it would give up.
    private const int Portion = 256;

    private readonly Revisions _revisions;
    private readonly List<(Revision Revision, HostState State)> _portion = [];

    private KeptHistory(Database database, HostIdentity identity)
    {
        Database = database;
        Identity = identity;
        Store = new HistoryStore(database, identity.Number);
        Writer = new HistoryWriter(Store, () => [], TimeProvider.System, NullLogger<HistoryWriter>.Instance);
        _revisions = new Revisions(Live, (revision, state) => _portion.Add((revision, state)));
    }

    public Database Database { get; }

    public HostIdentity Identity { get; }

    public HistoryStore Store { get; }

    public HistoryWriter Writer { get; }

    public LiveState Live { get; } = new(_ => throw new InvalidOperationException("Nobody asks."));

    /// <summary>Processor time of the writer, all of the process while nothing else ran.</summary>
    public TimeSpan Spent { get; private set; }

    public static async Task<KeptHistory> CreateAsync(string directory)
    {
        var database = Database.Open(directory, TimeProvider.System);
        var hosts = new HostStore(database, TimeProvider.System);
        var id = await hosts.GetOrAddHostIdAsync("bench", "bench", CancellationToken.None);
        var kept = new KeptHistory(database, new HostIdentity { Id = id, Number = await hosts.NumberOfAsync(id, CancellationToken.None) });
        await kept.Writer.OpenAsync(CancellationToken.None);
        await kept.Writer.StartAsync(CancellationToken.None);
        return kept;
    }

    /// <summary>Publishes as many states as that, and keeps them.</summary>
    public async Task GrowAsync(MadeUpHost host, int revisions)
    {
        for (var left = revisions; left > 0;)
        {
            for (var i = Math.Min(left, Portion); i > 0; i--, left--)
                Publish(host);
            await KeepAsync();
        }
    }

    /// <summary>Publishes one state.</summary>
    public void Publish(MadeUpHost host) => _revisions.Publish(host.Next(Identity.Id));

    /// <summary>Keeps what was published.</summary>
    public async Task KeepAsync()
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        HandOver();
        await Writer.KeptAsync(Live.Current!.Revision, CancellationToken.None);
        self.Refresh();
        Spent += self.TotalProcessorTime - before;
    }

    /// <summary>Hands what was published to the writer, without waiting for it.</summary>
    public void HandOver()
    {
        foreach (var (revision, state) in _portion)
            Writer.Keep(revision, state);
        _portion.Clear();
    }

    /// <summary>The state of a revision, with nothing of it at hand.</summary>
    public Task<HostState> ReadColdAsync(long revision) => ReadAsync(new HistoryStore(Database, Identity.Number), revision);

    /// <summary>The states of two revisions, with nothing of them at hand, as NetApi reads those that it compares.</summary>
    public async Task<(HostState From, HostState To)> ReadBothColdAsync(long from, long to)
    {
        var store = new HistoryStore(Database, Identity.Number);
        var reading = Task.Run(() => ReadAsync(store, from));
        var later = await ReadAsync(store, to);
        return (await reading, later);
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        Writer.Dispose();
        Database.Dispose();
    }

    private async Task<HostState> ReadAsync(HistoryStore store, long revision)
    {
        using var past = new PastStates(store, Writer, Identity);
        return await past.ReadAsync((await Store.FindRevisionAsync(revision, CancellationToken.None))!, CancellationToken.None);
    }
}
