using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace NetApi.Adapters.Netfilter;

/// <summary>How the run of a tool ended.</summary>
internal enum ToolEnd
{
    /// <summary>It ended by itself; see the exit code.</summary>
    Exited,

    /// <summary>No such program in the search path.</summary>
    Missing,

    /// <summary>It took too long and was killed.</summary>
    TimedOut,

    /// <summary>It wrote too much and was killed.</summary>
    TooMuch,
}

/// <summary>What came of a tool.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">Exit code; −1 where it did not exit by itself.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error, or what went wrong with starting it.</param>
internal sealed record ToolResult(ToolEnd End, int ExitCode, string Output, string Error);

/// <summary>Runs a tool of the system: no shell, a fixed search path, C locale, standard input closed, time and output bounded.</summary>
internal sealed class Tool(IReadOnlyList<string> prefix, TimeSpan timeLimit, int outputLimit)
{
    // Not PATH: what runs as root is not for the environment to say.
    private static readonly string[] SearchPath = ["/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/local/bin"];

    /// <summary>Runs <paramref name="name"/> with <paramref name="arguments"/> to its end.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for; the tool was killed.</exception>
    public async Task<ToolResult> RunAsync(string name, string[] arguments, CancellationToken cancellation)
    {
        if (Find(name) is not { } path)
            return new ToolResult(ToolEnd.Missing, -1, "", $"{name} is in none of {string.Join(':', SearchPath)}.");
        string[] command = [.. prefix, path, .. arguments];
        using var process = new Process { StartInfo = StartInfo(command) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new ToolResult(ToolEnd.Exited, -1, "", e.Message);
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeLimit);
        try
        {
            process.StandardInput.Close();
            var error = ReadAsync(process.StandardError, limit.Token);
            var output = await ReadAsync(process.StandardOutput, limit.Token);
            if (output is null || await error is not { } said)
                return new ToolResult(ToolEnd.TooMuch, -1, "", $"{name} wrote more than {outputLimit} characters.");
            await process.WaitForExitAsync(limit.Token);
            return new ToolResult(ToolEnd.Exited, process.ExitCode, output, said.Trim());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ToolResult(ToolEnd.TimedOut, -1, "", $"{name} did not end within {timeLimit.TotalSeconds} s.");
        }
        finally
        {
            await EndAsync(process);
        }
    }

    private static string? Find(string name) => SearchPath.Select(d => Path.Combine(d, name)).FirstOrDefault(File.Exists);

    private static ProcessStartInfo StartInfo(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = string.Join(':', SearchPath);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private async Task<string?> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[16 * 1024];
        while (await reader.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            if (text.Length + count > outputLimit)
                return null;
            text.Append(buffer, 0, count);
        }
        return text.ToString();
    }

    private static async Task EndAsync(Process process)
    {
        if (process.HasExited)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
    }
}
