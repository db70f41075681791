using Microsoft.Extensions.Logging.Abstractions;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting;
using NetApi.Tests.Adapters.Sqlite;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>A run of NetApi that keeps the history of a host in a real file, with states that the test makes up.</summary>
internal sealed class KeptHost : IAsyncDisposable
{
    private readonly Revisions _revisions;

    private KeptHost(Database database, string hostId, long number)
    {
        Database = database;
        HostId = hostId;
        Store = new HistoryStore(database, number);
        Writer = new HistoryWriter(Store, Interrupted, TimeProvider.System, NullLogger<HistoryWriter>.Instance);
        var identity = new HostIdentity { Id = hostId, Number = number };
        Past = new PastStates(Store, Writer, identity);
        Known = new KnownInterruptions(Store, () => Writer.Untold is { } start ? [start, .. Interruptions] : Interruptions);
        Moments = new Moments(Live, Past, Store, Writer, new SnapshotStore(database), Known, identity, TimeProvider.System);
        _revisions = new Revisions(Live, (revision, state) =>
        {
            Published.Add(revision);
            Writer.Keep(revision, state);
        });
    }

    public Database Database { get; }

    public string HostId { get; }

    public HistoryStore Store { get; }

    public HistoryWriter Writer { get; }

    public LiveState Live { get; } = new(_ => throw new InvalidOperationException("Nobody asks."));

    public PastStates Past { get; }

    public KnownInterruptions Known { get; }

    public Moments Moments { get; }

    public List<Interruption> Interruptions { get; } = [];

    public List<Revision> Published { get; } = [];

    /// <summary>What happens when the writer is in the middle of keeping revisions.</summary>
    public Action? Asked { get; set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<KeptHost> StartAsync(TempData data)
    {
        var (database, hostId) = await data.OpenWithHostAsync();
        var number = await new HostStore(database, TimeProvider.System).NumberOfAsync(hostId, Cancel);
        var host = new KeptHost(database, hostId, number);
        var end = await host.Writer.OpenAsync(Cancel);
        host._revisions.GoOnFrom(end.Revision, end.Hash, end.Next);
        await host.Writer.StartAsync(Cancel);
        return host;
    }

    /// <summary>Publishes a state; the revision that it is, or stays.</summary>
    public HostState Publish(HostState state, DateTimeOffset? notBefore = null)
    {
        _revisions.Publish(state with { HostId = HostId }, notBefore: notBefore);
        return Live.Current!;
    }

    /// <summary>Everything published so far is on the disk afterwards.</summary>
    public Task KeptAsync() => Writer.KeptAsync(Live.Current!.Revision, Cancel);

    /// <summary>The state of a revision, from the file.</summary>
    public async Task<HostState> AtAsync(long revision) => await Past.ReadAsync((await Store.FindRevisionAsync(revision, Cancel))!, Cancel);

    private List<Interruption> Interrupted()
    {
        Asked?.Invoke();
        return Interruptions;
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(Cancel);
        Writer.Dispose();
        Past.Dispose();
    }
}
