using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using NetApi.Adapters.Netlink.Netns;

namespace NetApi.Tests.Privileged;

/// <summary>A named network namespace for one test, removed with everything in it, at the latest when the test process exits.</summary>
internal sealed class ScratchNetns : IDisposable
{
    private static readonly ConcurrentDictionary<string, bool> Live = new();
    private static int _count;

    static ScratchNetns() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var name in Live.Keys)
            Run("ip", "netns", "del", name);
    };

    public ScratchNetns()
    {
        Name = $"netapi-test-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        Run("ip", "netns", "add", Name);
        Live[Name] = true;
    }

    public string Name { get; }

    public string Path => $"/run/netns/{Name}";

    public NetnsHandle Open() => NetnsHandle.Open(Path);

    /// <summary>Runs <c>ip -n NAME …</c>, arguments separated by blanks.</summary>
    public string Ip(string arguments) => Run("ip", ["-n", Name, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>Runs <c>ip -n NAME -j …</c>.</summary>
    public JsonArray IpJson(string arguments) => JsonNode.Parse(Ip($"-j {arguments}"))!.AsArray();

    /// <summary>Runs a command inside, arguments separated by blanks. Unlike <c>ip netns exec</c> it leaves the mounts alone.</summary>
    public string In(string command) => Run("nsenter", [$"--net={Path}", .. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>Whether the kernel has what a command of <c>ip -n NAME</c> asks for.</summary>
    public bool TryIp(string arguments)
    {
        try
        {
            Ip(arguments);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Runs commands of ip(8) one after the other, each of which must succeed.</summary>
    public void Batch(IEnumerable<string> commands) => RunBatch("ip", ["-n", Name, "-batch", "-"], commands, mustSucceed: true);

    /// <summary>The same, passing over those that the kernel refuses.</summary>
    public void TryBatch(IEnumerable<string> commands, params string[] options) => RunBatch("ip", ["-n", Name, .. options, "-force", "-batch", "-"], commands, mustSucceed: false);

    /// <summary>Runs commands of bridge(8), passing over those that the kernel refuses.</summary>
    public void TryBridgeBatch(IEnumerable<string> commands) => RunBatch("bridge", ["-n", Name, "-force", "-batch", "-"], commands, mustSucceed: false);

    /// <summary>Removes it before the end of the test.</summary>
    public void Dispose()
    {
        if (Live.TryRemove(Name, out _))
            Run("ip", "netns", "del", Name);
    }

    private static void RunBatch(string program, string[] arguments, IEnumerable<string> commands, bool mustSucceed)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        foreach (var command in commands)
            process.StandardInput.WriteLine(command);
        process.StandardInput.Close();
        process.WaitForExit();
        output.GetAwaiter().GetResult();
        var words = errors.GetAwaiter().GetResult();
        if (mustSucceed && process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {words}");
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
    }
}
