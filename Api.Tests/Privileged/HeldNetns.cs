using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace NetApi.Tests.Privileged;

/// <summary>A fresh network namespace, held by a child process that ends with its standard input: when the test ends or dies, the namespace is gone.</summary>
internal sealed class HeldNetns : IDisposable
{
    private readonly Process _holder;

    private HeldNetns(Process holder) => _holder = holder;

    public string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/{_holder.Id}/ns/net");

    public string ProcNet => string.Create(CultureInfo.InvariantCulture, $"/proc/{_holder.Id}/net");

    /// <summary>What runs a command inside.</summary>
    public string[] Prefix => ["/usr/bin/nsenter", $"--net={Path}"];

    public static HeldNetns Make()
    {
        var holder = Start(["/usr/bin/unshare", "--net", "sh", "-c", "echo ready; exec cat"]);
        Assert.Equal("ready", holder.StandardOutput.ReadLine());
        return new HeldNetns(holder);
    }

    /// <summary>Runs a command inside that must succeed, and gives what it wrote.</summary>
    public string Run(params string[] command)
    {
        using var process = Start([.. Prefix, .. command]);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} ended with {process.ExitCode}.");
        return output;
    }

    /// <summary>Starts a command inside; the caller ends it.</summary>
    public Process Launch(params string[] command) => Start([.. Prefix, .. command]);

    public void Dispose()
    {
        _holder.StandardInput.Close();
        _holder.WaitForExit();
        _holder.Dispose();
    }

    private static Process Start(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
