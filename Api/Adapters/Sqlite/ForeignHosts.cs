using Dapper;
using Microsoft.Data.Sqlite;

namespace NetApi.Adapters.Sqlite;

/// <summary>Names of hosts that imported snapshots show. They have a row among the hosts, but no number: no history is kept of them.</summary>
internal static class ForeignHosts
{
    // No machine's fingerprint: those are hexadecimal, or a host's name.
    private const string Prefix = "imported:";

    /// <summary>Keeps the name; a new one is taken over. The name of the host that keeps the database stays as it is.</summary>
    public static void Name(SqliteConnection connection, SqliteTransaction transaction, string id, string name, DateTimeOffset seenAt) => connection.Execute(
        """
        INSERT INTO hosts (id, fingerprint, name, first_seen_at) VALUES (@id, @Prefix || @id, @name, @SeenAt)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE hosts.number IS NULL
        """,
        new { id, Prefix, name, SeenAt = StoredTime.Format(seenAt) },
        transaction);

    /// <summary>Forgets the names of which no snapshot is left.</summary>
    public static void ForgetUnshown(SqliteConnection connection, SqliteTransaction transaction) => connection.Execute(
        "DELETE FROM hosts WHERE number IS NULL AND NOT EXISTS (SELECT 1 FROM snapshots WHERE snapshots.shown_host_id = hosts.id)", transaction: transaction);
}
