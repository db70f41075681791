namespace NetApi.Hosting;

/// <summary>What can be configured: the section <c>NetApi</c>, by environment <c>NetApi__NAME</c>.</summary>
public sealed class NetApiOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "NetApi";

    private const int MaxDays = 36_500;
    private const int MaxHours = 24 * 365;

    /// <summary>Where <c>netapi.db</c> and <c>admin.key</c> live; <c>/var/lib/netapi</c> for root, else the user's data directory.</summary>
    public string DataDirectory { get; set; } = DefaultDataDirectory();

    /// <summary>The engine's address: <c>unix:///path</c> or <c>tcp://127.0.0.1:port</c>; null for <c>DOCKER_HOST</c>, and without that <c>unix:///var/run/docker.sock</c>.</summary>
    public string? DockerHost { get; set; }

    /// <summary>Values of the Host header that are answered, separated by semicolons; <c>*</c> for any, <c>*.example.org</c> for subdomains.</summary>
    public string AllowedHosts { get; set; } = "localhost;127.0.0.1;[::1]";

    /// <summary>Listen on other addresses than loopback without TLS: keys then cross the network in clear text.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>Make another admin key at this start and write it to <c>admin.key</c>; for when the first was lost. Older keys stay in force.</summary>
    public bool RenewAdminKey { get; set; }

    /// <summary>Probes that run at the same time, 1 to 64.</summary>
    public int ProbeConcurrency { get; set; } = 8;

    /// <summary>Readers that may listen to the events of the host at the same time.</summary>
    public int EventReaders { get; set; } = 1000;

    /// <summary>Days after which revisions and snapshots that nobody pinned are removed; 0 keeps them whatever their age.</summary>
    public int HistoryMaxAgeDays { get; set; } = 90;

    /// <summary>Megabytes that <c>netapi.db</c> may hold, without imported snapshots, before the oldest revisions are removed; 0 for any number.</summary>
    public int HistoryMaxMegabytes { get; set; } = 1024;

    /// <summary>Hours between the snapshots that are taken by schedule; 0 for none.</summary>
    public int SnapshotEveryHours { get; set; } = 24;

    /// <summary>Whether a snapshot is taken before each call that changes containers or networks.</summary>
    public bool SnapshotBeforeOwnChanges { get; set; } = true;

    /// <summary>Whether a snapshot is taken after each such call.</summary>
    public bool SnapshotAfterOwnChanges { get; set; } = true;

    /// <summary>Reads what is configured.</summary>
    /// <exception cref="StartRefusedException">A value has the wrong type, or is out of its range.</exception>
    public static NetApiOptions Read(IConfiguration configuration)
    {
        try
        {
            var options = configuration.GetSection(Section).Get<NetApiOptions>() ?? new();
            return options.Faults() is { Count: > 0 } faults ? throw new StartRefusedException(string.Join(' ', faults)) : options;
        }
        catch (InvalidOperationException unreadable)
        {
            throw new StartRefusedException(unreadable.Message, unreadable);
        }
    }

    private List<string> Faults()
    {
        var faults = new List<string>();
        if (HistoryMaxAgeDays is < 0 or > MaxDays)
            faults.Add($"NetApi__{nameof(HistoryMaxAgeDays)} is {HistoryMaxAgeDays}; give a number of days from 1 to {MaxDays}, or 0 for any age.");
        if (HistoryMaxMegabytes < 0)
            faults.Add($"NetApi__{nameof(HistoryMaxMegabytes)} is {HistoryMaxMegabytes}; give a number of megabytes, or 0 for any size.");
        if (SnapshotEveryHours is < 0 or > MaxHours)
            faults.Add($"NetApi__{nameof(SnapshotEveryHours)} is {SnapshotEveryHours}; give a number of hours from 1 to {MaxHours}, or 0 for no schedule.");
        return faults;
    }

    private static string DefaultDataDirectory() => Environment.IsPrivilegedProcess
        ? "/var/lib/netapi"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "netapi");
}
