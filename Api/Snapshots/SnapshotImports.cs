using System.Text.Json;
using NetApi.Adapters.Sqlite;
using NetApi.Hosting;
using NetApi.Hosting.Problems;

namespace NetApi.Snapshots;

/// <summary>Takes in documents of other hosts, a few at a time: each may need some hundred megabytes while it is read.</summary>
public sealed class SnapshotImports(SnapshotStore store, HostIdentity host, TimeProvider clock) : IDisposable
{
    /// <summary>Bytes of a document that are read.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Documents that are read at the same time.</summary>
    public const int MaxAtOnce = 2;

    private readonly SemaphoreSlim _turns = new(MaxAtOnce);

    /// <summary>A turn, to be disposed; null where all are taken.</summary>
    public IDisposable? TryBegin() => _turns.Wait(0) ? new Turn(_turns) : null;

    /// <summary>Keeps what a document shows, all of it or nothing.</summary>
    /// <param name="json">The document.</param>
    /// <param name="takenBy">Name of the key that brings it.</param>
    /// <param name="cancel">Ends the look through the document, and the wait for the writer's turn.</param>
    /// <returns>The snapshot, or every fault of a document that is refused.</returns>
    /// <exception cref="JsonException">The bytes are no document.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    internal async Task<(Snapshot? Kept, FaultList Faults)> ImportAsync(byte[] json, string takenBy, CancellationToken cancel)
    {
        var faults = new FaultList();
        DocumentScan.Check(json, faults, cancel);
        if (!faults.IsEmpty)
            return (null, faults);
        var document = SnapshotDocumentJson.Read(json);
        var own = SnapshotDocumentJson.Seal(document);
        DocumentChecks.Check(document, own, clock.GetUtcNow(), faults);
        if (!faults.IsEmpty)
            return (null, faults);
        var state = own.State with { ObservedAt = document.TakenAt.ToUniversalTime() };
        return (await store.AddWholeAsync(host.Id, state, SnapshotOrigin.Imported, takenBy, document.Label, document.Reason, cancel, document.Host.Name), faults);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
