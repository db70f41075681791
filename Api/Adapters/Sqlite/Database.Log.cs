using Dapper;
using Microsoft.Data.Sqlite;

namespace NetApi.Adapters.Sqlite;

// The write-ahead log.
public sealed partial class Database
{
    private const int MaxTries = 5;

    /// <summary>Brings the write-ahead log into the file, and empties it where no reader is in the way: nobody waits for readers, and no writer while it is copied.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    internal async Task TruncateLogAsync(CancellationToken cancel)
    {
        using var connection = Connect();
        Guarded(() => connection.Execute("PRAGMA busy_timeout=0"));
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var version = Guarded(() => VersionOf(connection));
            // Beside the writer.
            var (isBusy, pages, copied) = Guarded(() => connection.QuerySingle<(long IsBusy, long Pages, long Copied)>("PRAGMA wal_checkpoint(PASSIVE)"));
            if (isBusy != 0 || copied < pages)
                return;
            await _writer.WaitAsync(cancel);
            try
            {
                // Only where nothing came meanwhile, so that in the writer's turn there is nothing left to copy.
                if (Guarded(() => VersionOf(connection)) == version)
                {
                    Guarded(() => connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
                    return;
                }
            }
            finally
            {
                _writer.Release();
            }
        }
    }

    private static long VersionOf(SqliteConnection connection) => connection.ExecuteScalar<long>("PRAGMA data_version");
}
