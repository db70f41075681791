using System.Diagnostics;

namespace NetApi.Tests.Privileged.Probing;

/// <summary>Programs run inside a test's namespace.</summary>
internal static class NetnsCommands
{
    /// <summary>Runs a command line, arguments separated by blanks, and fails with its own words.</summary>
    public static void Exec(this ScratchNetns netns, string commandLine)
    {
        string[] arguments = [$"--net={netns.Path}", .. commandLine.Split(' ')];
        using var process = Process.Start(new ProcessStartInfo("nsenter", arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{commandLine}: {errors}");
    }
}
