using System.Globalization;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Hosting;

namespace NetApi.History;

/// <summary><c>dotnet Api.dll --check-history</c>: checks the database of the configured data directory, prints what is wrong, and ends. Nothing is served or written.</summary>
public static class HistoryCheckCommand
{
    /// <summary>The switch.</summary>
    public const string Switch = "--check-history";

    /// <summary>Whether it is asked for.</summary>
    public static bool IsIn(IEnumerable<string> args) => args.Contains(Switch);

    /// <summary>What is left for the configuration, which would take the argument behind a switch for its value.</summary>
    /// <exception cref="StartRefusedException">There is another switch. The configuration would pass over it without a word, and a server would start.</exception>
    public static string[] LeaveOut(IReadOnlyList<string> args)
    {
        string[] rest = [.. args.Where(a => a != Switch)];
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i].StartsWith('-') && !rest[i].Contains('=', StringComparison.Ordinal) && (i + 1 == rest.Length || rest[i + 1].StartsWith('-')))
                throw new StartRefusedException($"'{rest[i]}' is no switch of it. There is {Switch}; settings are given as --NAME=VALUE, or in the environment as README.md has them.");
        }
        return rest;
    }

    /// <summary>Checks.</summary>
    /// <param name="configuration">Names the data directory.</param>
    /// <param name="output">Is given a line for each fault, and one for the whole.</param>
    /// <returns>The exit code: 0 where the database is sound, else 1.</returns>
    public static int Run(IConfiguration configuration, TextWriter output)
    {
        var directory = NetApiOptions.Read(configuration).DataDirectory;
        try
        {
            var report = HistoryCheck.Run(directory, TimeProvider.System);
            foreach (var fault in report.Faults)
                output.WriteLine($"{fault.Code}: {fault.Detail}");
            output.WriteLine(Summary(Path.Combine(directory, Database.FileName), report));
            return report.IsSound ? 0 : 1;
        }
        catch (Exception e) when (e is StoreUnavailableException or DatabaseRefusedException)
        {
            output.WriteLine($"The history cannot be checked: {e.Message}");
            return 1;
        }
    }

    private static string Summary(string file, HistoryReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{file}: {(report.IsSound ? "sound" : $"{report.FaultCount} faults")}; {report.Counts.Revisions} revisions, {report.Counts.Contents} things in {report.Counts.Versions} versions, {report.Counts.Changes} changes, {report.Counts.Snapshots} snapshots; {report.DurationMs} ms.");
}
