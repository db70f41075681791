using System.Diagnostics;
using NetApi.Adapters.Sqlite;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

/// <summary>A data directory of one test, removed afterwards, with a database in it.</summary>
internal sealed class TempData : IDisposable
{
    private readonly List<Database> _databases = [];

    public string Directory { get; } = Path.Combine(Path.GetTempPath(), $"netapi-{Guid.NewGuid():N}");

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

    public void Dispose()
    {
        _databases.ForEach(d => d.Dispose());
        if (System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory, recursive: true);
    }

    private Database Keep(Database database)
    {
        _databases.Add(database);
        return database;
    }
}
