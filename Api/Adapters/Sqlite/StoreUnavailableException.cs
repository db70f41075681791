using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace NetApi.Adapters.Sqlite;

/// <summary>The database cannot be read or written now. Nothing was half-written: a transaction that was open is rolled back.</summary>
public sealed class StoreUnavailableException : Exception
{
    private StoreUnavailableException(string message, int? code, Exception? inner)
        : base(message, inner) => SqliteCode = code;

    /// <summary>SQLite's primary result code (sqlite.org/rescode.html); null where SQLite is not to blame: the directory could not be made, or a state is damaged.</summary>
    public int? SqliteCode { get; }

    /// <summary>The fault in words, with what to do about it; null where it is none of the environment but a defect, such as a broken constraint.</summary>
    internal static StoreUnavailableException? Of(SqliteException exception, string path)
    {
        // No space for the index of the log is told as a fault of the disk.
        var advice = AdviceFor(exception.SqliteExtendedErrorCode == SQLITE_IOERR_SHMSIZE ? SQLITE_FULL : exception.SqliteErrorCode);
        return advice is null
            ? null
            : new StoreUnavailableException($"{path}: {exception.Message.TrimEnd('.')}. {advice}", exception.SqliteErrorCode, exception);
    }

    internal static StoreUnavailableException OfDirectory(Exception exception, string directory) => new(
        $"The data directory {directory} cannot be used: {exception.Message.TrimEnd('.')}. Make it writable for the user NetApi runs as, or set NetApi__DataDirectory to another.",
        null,
        exception);

    internal static StoreUnavailableException OfState(Exception exception, string snapshotId) => new(
        $"The state of snapshot {snapshotId} cannot be read: {exception.Message.TrimEnd('.')}. "
        + (exception is NotSupportedException ? "Use the version of NetApi that took it, or a later one." : "The database is damaged; put back a copy, or delete the snapshot."),
        null,
        exception);

    internal static StoreUnavailableException OfHistory(Exception exception) => new(
        $"The history cannot be read: {exception.Message.TrimEnd('.')}. "
        + (exception is NotSupportedException ? "Use the version of NetApi that kept it, or a later one." : "The database is damaged; put back a copy (GET /api/v1/history/check says what is wrong)."),
        null,
        exception);

    internal static StoreUnavailableException OfOtherWriter(long told, long found) => new(
        $"The database has revision {found}, and this NetApi told no number beyond {told}: another process writes it. End that one, and start this NetApi again.",
        null,
        null);

    internal static StoreUnavailableException OfSpace(string directory, long needed, long free) => new(
        $"A copy of the database needs {needed >> 20} MB in {directory}, and {free >> 20} MB are free. Free some space there; the database itself is not affected.",
        SQLITE_FULL,
        null);

    private static string? AdviceFor(int code) => code switch
    {
        SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL => "Another process holds the database; end it, or wait until it is done.",
        SQLITE_FULL => "The disk is full; free some space in the data directory.",
        SQLITE_READONLY or SQLITE_PERM => "The file or its directory cannot be written; mend its owner, its mode or the mount.",
        SQLITE_CANTOPEN => "The file cannot be opened; the data directory must exist and be writable for the user NetApi runs as.",
        SQLITE_IOERR => "The disk failed; look into the kernel's log.",
        SQLITE_CORRUPT => "The database is damaged; put back a copy, or move the file away to begin anew.",
        SQLITE_NOTADB => "The file is no SQLite database; move it away, or set NetApi__DataDirectory to another directory.",
        _ => null,
    };
}
