using Dapper;

namespace NetApi.Adapters.Sqlite;

/// <summary>The hosts that this database knows; one process observes one of them.</summary>
public sealed class HostStore(Database database, TimeProvider clock)
{
    /// <summary>The id of a host, made when it is first met and the same from then on.</summary>
    /// <param name="machineFingerprint">What tells the machine from others, such as <c>/etc/machine-id</c>.</param>
    /// <param name="hostName">Its name now; a new name is taken over.</param>
    /// <param name="cancel">Ends the wait for the writer's turn.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task<string> GetOrAddHostIdAsync(string machineFingerprint, string hostName, CancellationToken cancel)
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

    /// <summary>The number that stands for a host in the rows of its history.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The host is not known.</exception>
    public Task<long> NumberOfAsync(string hostId, CancellationToken cancel) =>
        database.ReadAsync(connection => connection.QuerySingle<long>("SELECT number FROM hosts WHERE id = @hostId", new { hostId }), cancel);
}
