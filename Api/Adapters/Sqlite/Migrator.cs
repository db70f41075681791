using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;

namespace NetApi.Adapters.Sqlite;

/// <summary>Brings a database to the schema of this version. All that is missing, with the records of it, is one transaction.</summary>
/// <param name="migrations">By number, from 1 on.</param>
/// <param name="clock">Tells when a migration was applied.</param>
internal sealed class Migrator(ImmutableArray<Migration> migrations, TimeProvider clock)
{
    /// <summary>Looks whether this version may touch the database at <paramref name="path"/>. Writes nothing.</summary>
    /// <exception cref="DatabaseRefusedException">It is newer, another program's, or was migrated by other texts.</exception>
    public void Check(SqliteConnection connection, string path)
    {
        if (!HasTable(connection))
        {
            if (connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema") > 0)
                throw new DatabaseRefusedException($"{path} belongs to another program: it has tables, but no record of NetApi's migrations. Set NetApi__DataDirectory to another directory.");
            return;
        }
        var applied = connection.Query<AppliedMigration>("SELECT number AS Number, name AS Name, sha256 AS Sha256 FROM schema_migrations ORDER BY number").ToList();
        if (applied.Count > 0 && applied[^1].Number > migrations.Length)
            throw new DatabaseTooNewException(path, (int)applied[^1].Number, migrations.Length);
        foreach (var record in applied)
        {
            var known = migrations[(int)record.Number - 1];
            if (record.Sha256 != known.Sha256)
                throw new DatabaseRefusedException($"{path} was migrated by another text of {record.Name} (SHA-256 {record.Sha256}, this NetApi has {known.Name} with {known.Sha256}). Released migrations never change; use the NetApi that made it.");
        }
    }

    /// <summary>Whether all of them are applied.</summary>
    public bool IsApplied(SqliteConnection connection) => HasTable(connection) && connection.ExecuteScalar<long>("SELECT count(*) FROM schema_migrations") == migrations.Length;

    /// <summary>Applies what is missing, or nothing of it: the version that made the database can still open one that this version could not bring on.</summary>
    /// <exception cref="DatabaseRefusedException">A migration failed; none is applied.</exception>
    public void Apply(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var migration in migrations)
            Apply(connection, migration, transaction);
        transaction.Commit();
    }

    private void Apply(SqliteConnection connection, Migration migration, SqliteTransaction transaction)
    {
        // Looked at inside the transaction, as another process may start at the same time.
        if (HasTable(connection, transaction) && connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM schema_migrations WHERE number = @Number)", migration, transaction))
            return;
        try
        {
            connection.Execute("CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT", transaction: transaction);
            Run(connection, migration.Sql);
            connection.Execute(
                "INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (@Number, @Name, @Sha256, @AppliedAt)",
                new { migration.Number, migration.Name, migration.Sha256, AppliedAt = StoredTime.Format(clock.GetUtcNow()) },
                transaction);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_ERROR or SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            throw new DatabaseRefusedException($"Migration {migration.Name} failed on {connection.DataSource}: {e.Message} The database is as it was.", e);
        }
    }

    // Not as a command: where a statement gives a column, the library passes over the faults of those behind it.
    private static void Run(SqliteConnection connection, string sql)
    {
        var result = SQLitePCL.raw.sqlite3_exec(connection.Handle, sql, out var error);
        if (result != SQLitePCL.raw.SQLITE_OK)
            throw new SqliteException($"SQLite Error {result}: '{error}'.", result & 0xff, result);
    }

    private static bool HasTable(SqliteConnection connection, SqliteTransaction? transaction = null) =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations')", transaction: transaction);

    private sealed record AppliedMigration(long Number, string Name, string Sha256);
}
