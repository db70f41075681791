namespace NetApi.Adapters.Sqlite;

/// <summary>Holds a data directory for one process that serves it: of two, each would give the numbers of revisions that the other gave (flock(2), which ends with the process).</summary>
public sealed class DirectoryLock : IDisposable
{
    /// <summary>Name of the file that is locked. It is empty, and stays.</summary>
    public const string FileName = "netapi.lock";

    // EAGAIN of errno(3).
    private const int HeldByAnother = 11;

    private readonly FileStream? _file;

    private DirectoryLock(FileStream? file) => _file = file;

    /// <summary>Takes a directory, which is made where there is none.</summary>
    /// <exception cref="DatabaseRefusedException">Another process holds it.</exception>
    public static DirectoryLock Take(string directory)
    {
        try
        {
            return new DirectoryLock(new FileStream(Path.Combine(Directory.CreateDirectory(directory).FullName, FileName), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (IOException e) when (e.HResult == HeldByAnother)
        {
            throw new DatabaseRefusedException($"Another NetApi serves the data directory {directory}. End it, or set NetApi__DataDirectory to another directory.", e);
        }
        // Full or read-only: whoever opens the database there says so.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new DirectoryLock(null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
