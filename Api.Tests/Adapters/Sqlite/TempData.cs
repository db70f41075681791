using System.Diagnostics;
using NetApi.Adapters.Sqlite;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

/// <summary>A data directory of one test, removed afterwards, with a database in it.</summary>
internal sealed class TempData(string directory) : IDisposable
{
    private readonly List<Database> _databases = [];

    public TempData()
        : this(Path.Combine(Path.GetTempPath(), $"netapi-{Guid.NewGuid():N}"))
    {
    }

    public string Directory => directory;

    public string File => Path.Combine(Directory, Database.FileName);

    public static TimeProvider Clock => TimeProvider.System;

    public Database Open() => Keep(Database.Open(Directory, Clock));

    public Database Open(params Migration[] migrations) => Keep(Database.Open(Directory, Clock, [.. migrations], TimeSpan.FromSeconds(1)));

    /// <summary>A database that knows the sample host.</summary>
    public async Task<(Database Database, string HostId)> OpenWithHostAsync()
    {
        var database = Open();
        return (database, await new HostStore(database, Clock).GetOrAddHostIdAsync("machine-1", "web-1", TestContext.Current.CancellationToken));
    }

    /// <summary>What the sqlite3 shell, a second reader of the file, answers.</summary>
    public string Shell(string sql)
    {
        using var process = Process.Start(new ProcessStartInfo("sqlite3", [File, sql]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var answer = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? answer.Trim() : throw new InvalidOperationException(error);
    }

    /// <summary>Names and bytes of everything in the directory.</summary>
    public Dictionary<string, string> Bytes() =>
        System.IO.Directory.GetFiles(Directory).ToDictionary(f => Path.GetFileName(f), f => Convert.ToHexString(System.IO.File.ReadAllBytes(f)));

    /// <summary>Copies the files as a crash would leave them; the index of the log is made anew from it.</summary>
    public void CopyFrom(TempData other)
    {
        System.IO.Directory.CreateDirectory(Directory);
        foreach (var file in System.IO.Directory.GetFiles(other.Directory).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
            System.IO.File.Copy(file, Path.Combine(Directory, Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>Ends what was opened, so that all is in the one file.</summary>
    public void CloseAll()
    {
        _databases.ForEach(d => d.Dispose());
        _databases.Clear();
    }

    public void Dispose()
    {
        CloseAll();
        if (System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory, recursive: true);
    }

    private Database Keep(Database database)
    {
        _databases.Add(database);
        return database;
    }
}
