using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using NetApi.Domain.Topology;
using NetApi.Json;

namespace NetApi.Adapters.Sqlite;

/// <summary>Snapshots of a host. Each state is kept once, by its hash, as long as a snapshot shows it.</summary>
public sealed class SnapshotStore(Database database)
{
    private const string Columns =
        "id AS Id, host_id AS HostId, taken_at AS TakenAt, taken_by AS TakenBy, label AS Label, reason AS Reason, state_hash AS StateHash, "
        + "gap_count AS Gaps, container_count AS Containers, network_count AS Networks, namespace_count AS Namespaces, link_count AS Links";

    /// <summary>Keeps a state.</summary>
    /// <param name="state">The state; its host must be known to <see cref="HostStore"/>.</param>
    /// <param name="takenBy">Name of the key that asks for it.</param>
    /// <param name="label">A name for it, or null.</param>
    /// <param name="reason">Why it is taken, or null.</param>
    /// <param name="cancel">Ends the wait for the writer's turn.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task<Snapshot> AddAsync(HostState state, string takenBy, string? label, string? reason, CancellationToken cancel)
    {
        var json = HostStateJson.Serialize(state);
        var body = Brotli.Compress(json);
        var snapshot = new Snapshot(
            Guid.CreateVersion7(state.ObservedAt).ToString(),
            state.HostId,
            state.ObservedAt,
            takenBy,
            label,
            reason,
            HostStateJson.HashOf(json),
            SnapshotCounts.Of(state));
        return database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(
                    "INSERT INTO states (hash, host_id, format, body) VALUES (@StateHash, @HostId, @Format, @body) ON CONFLICT (hash) DO NOTHING",
                    new { snapshot.StateHash, snapshot.HostId, HostStateJson.Format, body },
                    transaction);
                connection.Execute(
                    """
                    INSERT INTO snapshots (id, host_id, state_hash, taken_at, taken_by, label, reason, gap_count, container_count, network_count, namespace_count, link_count)
                    VALUES (@Id, @HostId, @StateHash, @TakenAt, @TakenBy, @Label, @Reason, @Gaps, @Containers, @Networks, @Namespaces, @Links)
                    """,
                    Row.Of(snapshot),
                    transaction);
                return snapshot;
            },
            cancel);
    }

    /// <summary>Snapshots, newest first.</summary>
    /// <param name="hostId">The host they show.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="beforeId">Id that the page before ended with; null for the first page.</param>
    /// <param name="cancel">Looked at once, before reading.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<ImmutableArray<Snapshot>> ListAsync(string hostId, int limit, string? beforeId, CancellationToken cancel) =>
        database.ReadAsync<ImmutableArray<Snapshot>>(
            connection =>
            [
                .. connection.Query<Row>(
                    $"SELECT {Columns} FROM snapshots WHERE host_id = @hostId AND (@beforeId IS NULL OR id < @beforeId) ORDER BY id DESC LIMIT @limit",
                    new { hostId, beforeId, limit }).Select(r => r.ToSnapshot()),
            ],
            cancel);

    /// <summary>One snapshot; null where there is none with that id.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<Snapshot?> FindAsync(string hostId, string id, CancellationToken cancel) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM snapshots WHERE host_id = @hostId AND id = @id", new { hostId, id })?.ToSnapshot(),
        cancel);

    /// <summary>The state a snapshot shows; null where there is no snapshot with that id.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or what it holds is damaged or of a later version.</exception>
    public async Task<HostState?> ReadStateAsync(string hostId, string id, CancellationToken cancel)
    {
        var kept = await database.ReadAsync(
            connection => connection.QuerySingleOrDefault<KeptState>(
                """
                SELECT snapshots.taken_at AS TakenAt, states.hash AS Hash, states.format AS Format, states.body AS Body
                FROM snapshots JOIN states ON states.hash = snapshots.state_hash
                WHERE snapshots.host_id = @hostId AND snapshots.id = @id
                """,
                new { hostId, id }),
            cancel);
        return kept is null ? null : Open(kept, id);
    }

    /// <summary>Removes a snapshot, and its state where no other shows it; false where there is none with that id.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task<bool> DeleteAsync(string hostId, string id, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) =>
        {
            var hash = connection.QuerySingleOrDefault<string>("DELETE FROM snapshots WHERE host_id = @hostId AND id = @id RETURNING state_hash", new { hostId, id }, transaction);
            connection.Execute(
                "DELETE FROM states WHERE hash = @hash AND NOT EXISTS (SELECT 1 FROM snapshots WHERE state_hash = @hash)",
                new { hash },
                transaction);
            return hash is not null;
        },
        cancel);

    private static HostState Open(KeptState kept, string id)
    {
        try
        {
            var json = Brotli.Decompress(kept.Body);
            if (HostStateJson.HashOf(json) != kept.Hash)
                throw new InvalidDataException("The bytes do not have the hash they are kept under.");
            return HostStateJson.Deserialize(json, (int)kept.Format, StoredTime.Parse(kept.TakenAt));
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or NotSupportedException)
        {
            throw StoreUnavailableException.OfState(e, id);
        }
    }

    private sealed record KeptState(string TakenAt, string Hash, long Format, byte[] Body);

    private sealed record Row(
        string Id,
        string HostId,
        string TakenAt,
        string TakenBy,
        string? Label,
        string? Reason,
        string StateHash,
        long Gaps,
        long Containers,
        long Networks,
        long Namespaces,
        long Links)
    {
        public static Row Of(Snapshot s) => new(
            s.Id, s.HostId, StoredTime.Format(s.TakenAt), s.TakenBy, s.Label, s.Reason, s.StateHash,
            s.Counts.Gaps, s.Counts.Containers, s.Counts.Networks, s.Counts.Namespaces, s.Counts.Links);

        public Snapshot ToSnapshot() => new(
            Id, HostId, StoredTime.Parse(TakenAt), TakenBy, Label, Reason, StateHash,
            new SnapshotCounts((int)Gaps, (int)Containers, (int)Networks, (int)Namespaces, (int)Links));
    }
}
