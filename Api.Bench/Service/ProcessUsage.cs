using System.Globalization;

namespace NetApi.Bench.Service;

/// <summary>What a process has used, as <c>/proc</c> tells it.</summary>
internal static class ProcessUsage
{
    // USER_HZ, the unit of /proc/PID/stat, is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Time on a processor, in user and kernel mode.</summary>
    public static TimeSpan Processor(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        // The name, which may hold blanks, ends with the last bracket; utime and stime are the 14th and 15th field of all.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
    }

    /// <summary>Memory in megabytes: resident, and of that what belongs to the process alone.</summary>
    public static (double Resident, double Private) Memory(int pid)
    {
        var rollup = File.ReadAllLines($"/proc/{pid}/smaps_rollup");
        return (Megabytes("Rss:"), Megabytes("Private_Clean:") + Megabytes("Private_Dirty:"));

        double Megabytes(string name) => Number(rollup.First(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim().Split(' ')[0]) / 1024;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
