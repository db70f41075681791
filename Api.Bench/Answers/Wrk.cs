using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NetApi.Bench.Answers;

/// <summary>The load generator <c>wrk</c>.</summary>
internal static partial class Wrk
{
    private const int Connections = 8;

    /// <summary>Requests a second.</summary>
    /// <param name="address">What is asked for.</param>
    /// <param name="headers">Headers of each request.</param>
    /// <param name="seconds">How long.</param>
    /// <exception cref="InvalidOperationException">An answer was an error, or none came.</exception>
    public static double Throughput(Uri address, IEnumerable<string> headers, int seconds)
    {
        string[] arguments = ["-t", "1", "-c", Text(Connections), "-d", $"{Text(seconds)}s", .. headers.SelectMany(h => new[] { "-H", h }), address.ToString()];
        using var process = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal) || RequestsPerSecond().Match(output) is not { Success: true } told)
            throw new InvalidOperationException($"wrk {address}: {output}");
        return double.Parse(told.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RequestsPerSecond();
}
