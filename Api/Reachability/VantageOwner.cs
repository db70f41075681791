using System.Globalization;
using NetApi.Adapters.Procfs;

namespace NetApi.Reachability;

/// <summary>The process that an outside vantage belongs to, as the alias of its link names it.</summary>
/// <remarks>A process id is used again, its start time with it is not. Both are those of one /proc: NetApis of one host share a PID namespace.</remarks>
/// <param name="Pid">Process id.</param>
/// <param name="StartTicks">When it started, in clock ticks after boot.</param>
internal readonly record struct VantageOwner(int Pid, ulong StartTicks)
{
    private const string Prefix = "NetApi probe vantage of process ";
    private const string Middle = " started at tick ";

    /// <summary>This process.</summary>
    public static VantageOwner Current { get; } = Of(Environment.ProcessId)!.Value;

    /// <summary>What goes into <c>IFLA_IFALIAS</c>.</summary>
    public string Alias => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Pid}{Middle}{StartTicks}");

    /// <summary>Whether the process still runs.</summary>
    public bool IsAlive => new ProcessDirectory(Pid).StartTicks == StartTicks;

    /// <summary>A process that runs; null where it does not.</summary>
    public static VantageOwner? Of(int pid) => new ProcessDirectory(pid).StartTicks is { } ticks ? new(pid, ticks) : null;

    /// <summary>The owner that an alias names; null where the link is none of NetApi's.</summary>
    public static VantageOwner? Parse(string alias) =>
        alias.StartsWith(Prefix, StringComparison.Ordinal)
        && alias[Prefix.Length..].Split(Middle) is [var pidText, var ticksText]
        && int.TryParse(pidText, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
        && ulong.TryParse(ticksText, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new(pid, ticks)
            : null;
}
