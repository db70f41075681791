using System.Diagnostics;

namespace NetApi.Bench.Reading;

/// <summary>What a user would take instead.</summary>
internal static class OtherTools
{
    /// <summary><c>plotnetcfg -f json</c>: all namespaces in <c>/run/netns</c>.</summary>
    public static void Plotnetcfg() => Run("plotnetcfg -f json");

    /// <summary><c>ip -n NS -j addr</c> for each namespace, in a shell's loop.</summary>
    public static void IpLoop() => Run("ip -j addr; for name in /run/netns/*; do ip -n \"${name##*/}\" -j addr; done");

    /// <summary>Whether a command can be found.</summary>
    public static bool IsThere(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, command)));

    private static void Run(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"{{ {script}; }} >/dev/null"]))!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{script}' ended with {process.ExitCode}.");
    }
}
