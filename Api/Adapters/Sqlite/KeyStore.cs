using System.Collections.Immutable;
using Dapper;

namespace NetApi.Adapters.Sqlite;

/// <summary>A key as the database keeps it: of the secret only the digest.</summary>
/// <param name="Id">Public id, a UUID.</param>
/// <param name="Name">Who uses it.</param>
/// <param name="Scopes">What it may do, as words without commas.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="RevokedAt">When it was taken out of force, UTC; null while it is in force.</param>
/// <param name="Digest">SHA-256 of the secret, 32 bytes.</param>
public sealed record StoredKey(string Id, string Name, ImmutableArray<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, ImmutableArray<byte> Digest);

/// <summary>Keys of a host.</summary>
public sealed class KeyStore(Database database)
{
    private const string Columns = "id AS Id, name AS Name, scopes AS Scopes, created_at AS CreatedAt, revoked_at AS RevokedAt, digest AS Digest";

    /// <summary>Adds a key.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task AddAsync(string hostId, StoredKey key, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            """
            INSERT INTO api_keys (id, host_id, name, digest, scopes, created_at, revoked_at)
            VALUES (@Id, @HostId, @Name, @Digest, @Scopes, @CreatedAt, @RevokedAt)
            """,
            new
            {
                key.Id,
                HostId = hostId,
                key.Name,
                Digest = key.Digest.ToArray(),
                Scopes = string.Join(',', key.Scopes),
                CreatedAt = StoredTime.Format(key.CreatedAt),
                RevokedAt = key.RevokedAt is { } at ? StoredTime.Format(at) : null,
            },
            transaction),
        cancel);

    /// <summary>Every key, those out of force too, by creation.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<ImmutableArray<StoredKey>> ListAsync(string hostId, CancellationToken cancel) =>
        QueryAsync($"SELECT {Columns} FROM api_keys WHERE host_id = @hostId ORDER BY created_at, id", hostId, cancel);

    /// <summary>Keys in force, by creation.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<ImmutableArray<StoredKey>> ListActiveAsync(string hostId, CancellationToken cancel) =>
        QueryAsync($"SELECT {Columns} FROM api_keys WHERE host_id = @hostId AND revoked_at IS NULL ORDER BY created_at, id", hostId, cancel);

    /// <summary>Takes a key out of force for good; false where none in force has the id.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task<bool> RevokeAsync(string hostId, string id, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            "UPDATE api_keys SET revoked_at = @now WHERE host_id = @hostId AND id = @id AND revoked_at IS NULL",
            new { hostId, id, now = StoredTime.Format(now) },
            transaction) > 0,
        cancel);

    private Task<ImmutableArray<StoredKey>> QueryAsync(string sql, string hostId, CancellationToken cancel) =>
        database.ReadAsync<ImmutableArray<StoredKey>>(connection => [.. connection.Query<Row>(sql, new { hostId }).Select(r => r.ToKey())], cancel);

    private sealed record Row(string Id, string Name, string Scopes, string CreatedAt, string? RevokedAt, byte[] Digest)
    {
        public StoredKey ToKey() => new(
            Id,
            Name,
            [.. Scopes.Split(',', StringSplitOptions.RemoveEmptyEntries)],
            StoredTime.Parse(CreatedAt),
            RevokedAt is null ? null : StoredTime.Parse(RevokedAt),
            [.. Digest]);
    }
}
