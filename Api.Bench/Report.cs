using System.Globalization;
using System.Runtime.InteropServices;

namespace NetApi.Bench;

/// <summary>The table, in Markdown, below where and when it was measured.</summary>
internal sealed class Report
{
    private readonly List<Row> _rows = [];

    /// <summary>Adds lines, and tells them on standard error as they come.</summary>
    public void Add(IEnumerable<Row> rows)
    {
        foreach (var row in rows)
        {
            _rows.Add(row);
            Console.Error.WriteLine(Line(row));
        }
    }

    /// <summary>Writes all lines in the order of their topics.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine(Circumstances());
        output.WriteLine();
        output.WriteLine("| what | measured | must reach | ratio | met |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var row in _rows.OrderBy(r => r.Topic))
            output.WriteLine(Line(row));
    }

    private static string Line(Row row) => $"| {row.What} | {row.Measured} | {row.MustReach} | {row.Ratio} | {Word(row.IsMet)} |";

    private static string Circumstances()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC, {Processor()}, {Environment.ProcessorCount} cores, {memory:0} GB, kernel {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, {RuntimeInformation.FrameworkDescription}.");
    }

    private static string Processor() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line
        ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
        : RuntimeInformation.OSArchitecture.ToString();

    private static string Word(bool? isMet) => isMet switch
    {
        true => "yes",
        false => "**no**",
        null => "",
    };
}
