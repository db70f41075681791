using Dapper;

namespace NetApi.Adapters.Sqlite;

/// <summary>The hosts that this database knows; one process observes one of them.</summary>
public sealed class HostStore(Database database, TimeProvider clock)
{
    /// <summary>The id of a host, made when it is first met and the same from then on. Nothing is written where it is known by this name.</summary>
    /// <param name="machineFingerprint">What tells the machine from others, such as <c>/etc/machine-id</c>.</param>
    /// <param name="hostName">Its name now; a new name is taken over, as soon as the database can be written.</param>
    /// <param name="cancel">Ends the wait for the writer's turn.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or cannot be written and does not know the host.</exception>
    public async Task<string> GetOrAddHostIdAsync(string machineFingerprint, string hostName, CancellationToken cancel)
    {
        var known = await database.ReadAsync(
            connection => connection.QuerySingleOrDefault<KnownHost>("SELECT id AS Id, name AS Name FROM hosts WHERE fingerprint = @machineFingerprint", new { machineFingerprint }), cancel);
        if (known?.Name == hostName)
            return known.Id;
        try
        {
            return await AddAsync(machineFingerprint, hostName, cancel);
        }
        catch (StoreUnavailableException) when (known is not null)
        {
            return known.Id;
        }
    }

    /// <summary>The number that stands for a host in the rows of its history.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The host is not known.</exception>
    public Task<long> NumberOfAsync(string hostId, CancellationToken cancel) =>
        database.ReadAsync(connection => connection.QuerySingle<long>("SELECT number FROM hosts WHERE id = @hostId", new { hostId }), cancel);

    private Task<string> AddAsync(string machineFingerprint, string hostName, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            (connection, transaction) => connection.QuerySingle<string>(
                """
                INSERT INTO hosts (id, fingerprint, name, first_seen_at, number)
                VALUES (@Id, @Fingerprint, @Name, @Now, (SELECT coalesce(max(number), 0) + 1 FROM hosts))
                ON CONFLICT (fingerprint) DO UPDATE SET name = excluded.name
                RETURNING id
                """,
                new { Id = Guid.CreateVersion7(now).ToString(), Fingerprint = machineFingerprint, Name = hostName, Now = StoredTime.Format(now) },
                transaction),
            cancel);
    }

    private sealed record KnownHost(string Id, string Name);
}
