using System.Diagnostics;
using NetApi.Adapters.Netfilter;
using Xunit;

namespace NetApi.Tests.Adapters.Netfilter;

public sealed class ToolTests
{
    private static readonly Tool Tool = new([], TimeSpan.FromSeconds(30), 100_000);

    [Fact]
    public async Task RunAsync_ToolThatReadsItsInput_MeetsItsEnd()
    {
        var result = await Tool.RunAsync("cat", [], TestContext.Current.CancellationToken);

        Assert.Equal((ToolEnd.Exited, 0, ""), (result.End, result.ExitCode, result.Output));
    }

    [Fact]
    public async Task RunAsync_Environment_IsTheSearchPathAndTheCLocaleAlone()
    {
        var result = await Tool.RunAsync("env", [], TestContext.Current.CancellationToken);

        Assert.Equal(["LC_ALL", "PATH"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=')[0]).Order());
        Assert.Contains("LC_ALL=C\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Arguments_AreNotAShells()
    {
        var result = await Tool.RunAsync("echo", ["$PATH; *", "a  b"], TestContext.Current.CancellationToken);

        Assert.Equal("$PATH; * a  b\n", result.Output);
    }

    [Fact]
    public async Task RunAsync_ToolThatFails_GivesItsCodeAndWords()
    {
        var result = await Tool.RunAsync("cat", ["/nowhere"], TestContext.Current.CancellationToken);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("No such file or directory", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoSuchTool_IsMissing()
    {
        var result = await Tool.RunAsync("no-such-tool", [], TestContext.Current.CancellationToken);

        Assert.Equal(ToolEnd.Missing, result.End);
        var gap = ToolFault.Of("no-such-tool", result);
        Assert.Equal("iptables-missing", gap.Code);
        Assert.Contains("apt-get install iptables", gap.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ToolThatDoesNotEnd_IsKilledAtTheLimit()
    {
        var result = await new Tool([], TimeSpan.FromMilliseconds(200), 1000).RunAsync("sleep", ["86399"], TestContext.Current.CancellationToken);

        Assert.Equal(ToolEnd.TimedOut, result.End);
        Assert.Equal("firewall-timed-out", ToolFault.Of("sleep", result).Code);
        Assert.False(IsRunning("sleep", "86399"));
    }

    [Fact]
    public async Task RunAsync_ToolThatWritesWithoutEnd_IsKilledAtTheLimit()
    {
        var result = await new Tool([], TimeSpan.FromSeconds(30), 50_000).RunAsync("yes", ["netapi-test"], TestContext.Current.CancellationToken);

        Assert.Equal(ToolEnd.TooMuch, result.End);
        Assert.Equal("firewall-too-large", ToolFault.Of("yes", result).Code);
        Assert.False(IsRunning("yes", "netapi-test"));
    }

    [Fact]
    public async Task RunAsync_Cancelled_KillsTheTool()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Tool.RunAsync("sleep", ["86398"], source.Token));

        Assert.False(IsRunning("sleep", "86398"));
    }

    private static bool IsRunning(string name, string argument) =>
        Process.GetProcessesByName(name).Any(p => File.Exists($"/proc/{p.Id}/cmdline") && File.ReadAllText($"/proc/{p.Id}/cmdline").Contains(argument, StringComparison.Ordinal));
}
