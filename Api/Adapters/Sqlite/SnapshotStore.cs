using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using NetApi.Domain.Topology;
using NetApi.Json;

namespace NetApi.Adapters.Sqlite;

/// <summary>Snapshots that a host keeps: revisions of its history, and whole states that are none. Each whole state is kept once, by its hash, as long as a snapshot shows it.</summary>
public sealed class SnapshotStore(Database database)
{
    private const string Select =
        """
        SELECT snapshots.id AS Id, shown_host_id AS HostId, revision AS Revision, taken_at AS TakenAt, taken_by AS TakenBy, origin AS Origin, pinned AS Pinned,
            label AS Label, reason AS Reason, state_hash AS StateHash, revisions.hash AS RevisionHash,
            gap_count AS Gaps, container_count AS Containers, network_count AS Networks, namespace_count AS Namespaces, link_count AS Links
        FROM snapshots JOIN hosts ON hosts.id = snapshots.host_id LEFT JOIN revisions ON revisions.host = hosts.number AND revisions.number = snapshots.revision
        """;

    /// <summary>Keeps a revision, which must be in the history.</summary>
    /// <param name="state">What the revision shows, at the instant that the snapshot is to show.</param>
    /// <param name="origin">Why there is a snapshot.</param>
    /// <param name="takenBy">Name of the key that asks for it.</param>
    /// <param name="label">A name for it, or null.</param>
    /// <param name="reason">Why it is taken, or null.</param>
    /// <param name="isPinned">Whether it stays until somebody deletes it.</param>
    /// <param name="cancel">Ends the wait for the writer's turn.</param>
    /// <returns>The snapshot; null where the history no longer has the revision.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task<Snapshot?> AddAsync(HostState state, SnapshotOrigin origin, string takenBy, string? label, string? reason, bool isPinned, CancellationToken cancel)
    {
        var snapshot = new Snapshot(NewId(state), state.HostId, state.Revision, state.ObservedAt, takenBy, origin, isPinned, label, reason, state.ContentHash, SnapshotCounts.Of(state));
        return database.WriteAsync(
            (connection, transaction) =>
            {
                // In one transaction with the check, so that retention cannot come between.
                if (!connection.ExecuteScalar<bool>(
                    "SELECT EXISTS (SELECT 1 FROM revisions JOIN hosts ON hosts.number = revisions.host WHERE hosts.id = @HostId AND revisions.number = @Revision AND revisions.number >= hosts.history_floor)", new { state.HostId, state.Revision }, transaction))
                    return null;
                Insert(connection, transaction, state.HostId, snapshot, stateHash: null);
                return snapshot;
            },
            cancel);
    }

    /// <summary>Keeps a whole state that is no revision of the history, such as one of another host.</summary>
    /// <param name="keeper">Id of the host that keeps it; it must be known to <see cref="HostStore"/>.</param>
    /// <param name="state">The state.</param>
    /// <param name="origin">Why there is a snapshot.</param>
    /// <param name="takenBy">Name of the key that asks for it.</param>
    /// <param name="label">A name for it, or null.</param>
    /// <param name="reason">Why it is taken, or null.</param>
    /// <param name="cancel">Ends the wait for the writer's turn.</param>
    /// <param name="foreignName">Name of the host that the state shows, where it is another one and told it.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task<Snapshot> AddWholeAsync(
        string keeper, HostState state, SnapshotOrigin origin, string takenBy, string? label, string? reason, CancellationToken cancel, string? foreignName = null)
    {
        var json = HostStateJson.Serialize(state);
        var body = Brotli.Compress(json);
        var snapshot = new Snapshot(NewId(state), state.HostId, null, state.ObservedAt, takenBy, origin, true, label, reason, HostStateJson.HashOf(json), SnapshotCounts.Of(state));
        return database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(
                    "INSERT INTO states (hash, host_id, format, body) VALUES (@StateHash, @keeper, @Format, @body) ON CONFLICT (hash) DO NOTHING",
                    new { snapshot.StateHash, keeper, HostStateJson.Format, body },
                    transaction);
                if (foreignName is not null)
                    ForeignHosts.Name(connection, transaction, state.HostId, foreignName, snapshot.TakenAt);
                Insert(connection, transaction, keeper, snapshot, snapshot.StateHash);
                return snapshot;
            },
            cancel);
    }

    /// <summary>Snapshots, newest first.</summary>
    /// <param name="hostId">The host that keeps them.</param>
    /// <param name="origins">Only those that were taken for one of these reasons; all where there are none.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="beforeId">Id that the page before ended with; null for the first page.</param>
    /// <param name="cancel">Looked at once, before reading.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<ImmutableArray<Snapshot>> ListAsync(string hostId, IReadOnlyCollection<SnapshotOrigin> origins, int limit, string? beforeId, CancellationToken cancel) =>
        database.ReadAsync<ImmutableArray<Snapshot>>(
            connection =>
            [
                .. connection.Query<Row>(
                    $"{Select} WHERE snapshots.host_id = @hostId AND (@beforeId IS NULL OR snapshots.id < @beforeId) AND (@isAll OR snapshots.origin IN @words) ORDER BY snapshots.id DESC LIMIT @limit",
                    new { hostId, beforeId, limit, isAll = origins.Count == 0, words = origins.Select(InWords) }).Select(r => r.ToSnapshot()),
            ],
            cancel);

    /// <summary>One snapshot; null where there is none with that id.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<Snapshot?> FindAsync(string hostId, string id, CancellationToken cancel) => database.ReadAsync(connection => Find(connection, null, hostId, id), cancel);

    /// <summary>The whole state that is kept with a snapshot; null where there is no snapshot with that id, and where it shows a revision of the history.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or what it holds is damaged or of a later version.</exception>
    public async Task<HostState?> ReadWholeAsync(string hostId, string id, CancellationToken cancel)
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

    /// <summary>Name of the host that a snapshot shows, as it was told last; null where it is not known.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<string?> FindHostNameAsync(string hostId, CancellationToken cancel) =>
        database.ReadAsync(connection => connection.QuerySingleOrDefault<string>("SELECT name FROM hosts WHERE id = @hostId", new { hostId }), cancel);

    /// <summary>Changes label and reason of a snapshot, and whether it is pinned; whatever it keeps is there as long as it is, so that it can be pinned at any time before it goes.</summary>
    /// <param name="hostId">The host that keeps it.</param>
    /// <param name="id">Its id.</param>
    /// <param name="change">Makes of the snapshot the one that is to be.</param>
    /// <param name="cancel">Ends the wait for the writer's turn.</param>
    /// <returns>The snapshot as it is now; null where there is none with that id.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task<Snapshot?> ChangeAsync(string hostId, string id, Func<Snapshot, Snapshot> change, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) =>
        {
            if (Find(connection, transaction, hostId, id) is not { } found)
                return null;
            var changed = change(found);
            connection.Execute(
                "UPDATE snapshots SET label = @Label, reason = @Reason, pinned = @Pinned WHERE host_id = @hostId AND id = @id",
                new { changed.Label, changed.Reason, changed.Pinned, hostId, id },
                transaction);
            return changed;
        },
        cancel);

    /// <summary>Removes a snapshot, and its state where no other shows it; false where there is none with that id.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task<bool> DeleteAsync(string hostId, string id, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) =>
        {
            var hash = connection.QuerySingleOrDefault<string>("DELETE FROM snapshots WHERE host_id = @hostId AND id = @id RETURNING coalesce(state_hash, '')", new { hostId, id }, transaction);
            connection.Execute(
                "DELETE FROM states WHERE hash = @hash AND NOT EXISTS (SELECT 1 FROM snapshots WHERE state_hash = @hash)",
                new { hash },
                transaction);
            ForeignHosts.ForgetUnshown(connection, transaction);
            return hash is not null;
        },
        cancel);

    private static Snapshot? Find(SqliteConnection connection, SqliteTransaction? transaction, string hostId, string id) =>
        connection.QuerySingleOrDefault<Row>($"{Select} WHERE snapshots.host_id = @hostId AND snapshots.id = @id", new { hostId, id }, transaction)?.ToSnapshot();

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

    private static string InWords(SnapshotOrigin origin) => JsonNamingPolicy.CamelCase.ConvertName(origin.ToString());

    private static string NewId(HostState state) => Guid.CreateVersion7(state.ObservedAt).ToString();

    private static void Insert(SqliteConnection connection, SqliteTransaction transaction, string keeper, Snapshot snapshot, string? stateHash) => connection.Execute(
        """
        INSERT INTO snapshots (id, host_id, shown_host_id, revision, state_hash, taken_at, taken_by, origin, pinned, label, reason, gap_count, container_count, network_count, namespace_count, link_count)
        VALUES (@Id, @keeper, @HostId, @Revision, @stateHash, @TakenAt, @TakenBy, @Origin, @Pinned, @Label, @Reason, @Gaps, @Containers, @Networks, @Namespaces, @Links)
        """,
        new
        {
            snapshot.Id,
            keeper,
            snapshot.HostId,
            snapshot.Revision,
            stateHash,
            TakenAt = StoredTime.Format(snapshot.TakenAt),
            snapshot.TakenBy,
            Origin = InWords(snapshot.Origin),
            snapshot.Pinned,
            snapshot.Label,
            snapshot.Reason,
            snapshot.Counts.Gaps,
            snapshot.Counts.Containers,
            snapshot.Counts.Networks,
            snapshot.Counts.Namespaces,
            snapshot.Counts.Links,
        },
        transaction);

    private sealed record Row(
        string Id,
        string HostId,
        long? Revision,
        string TakenAt,
        string TakenBy,
        string Origin,
        long Pinned,
        string? Label,
        string? Reason,
        string? StateHash,
        string? RevisionHash,
        long Gaps,
        long Containers,
        long Networks,
        long Namespaces,
        long Links)
    {
        public Snapshot ToSnapshot() => new(
            Id, HostId, Revision, StoredTime.Parse(TakenAt), TakenBy, Enum.Parse<SnapshotOrigin>(Origin, ignoreCase: true), Pinned != 0, Label, Reason, StateHash ?? RevisionHash ?? "",
            new SnapshotCounts((int)Gaps, (int)Containers, (int)Networks, (int)Namespaces, (int)Links));
    }
}
