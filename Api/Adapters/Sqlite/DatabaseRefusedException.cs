namespace NetApi.Adapters.Sqlite;

/// <summary>The database is one that this version must not touch. It was left as it was.</summary>
public class DatabaseRefusedException : Exception
{
    /// <summary>Refuses, and says why and what to do.</summary>
    public DatabaseRefusedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>A newer version of NetApi made or migrated the database.</summary>
/// <param name="path">The database's file.</param>
/// <param name="version">Number of the last migration applied to it.</param>
/// <param name="known">Number of the last migration that this version knows.</param>
public sealed class DatabaseTooNewException(string path, int version, int known)
    : DatabaseRefusedException($"{path} has schema version {version}, this NetApi knows versions up to {known}. It was left untouched; start the newer NetApi again, or set NetApi__DataDirectory to another directory.")
{
    /// <summary>Number of the last migration applied to the database.</summary>
    public int Version { get; } = version;

    /// <summary>Number of the last migration that this version knows.</summary>
    public int KnownVersion { get; } = known;
}
