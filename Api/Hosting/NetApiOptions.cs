namespace NetApi.Hosting;

/// <summary>What can be configured: the section <c>NetApi</c>, by environment <c>NetApi__NAME</c>.</summary>
public sealed class NetApiOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "NetApi";

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

    /// <summary>Reads what is configured.</summary>
    /// <exception cref="StartRefusedException">A value has the wrong type.</exception>
    public static NetApiOptions Read(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(Section).Get<NetApiOptions>() ?? new();
        }
        catch (InvalidOperationException unreadable)
        {
            throw new StartRefusedException(unreadable.Message, unreadable);
        }
    }

    private static string DefaultDataDirectory() => Environment.IsPrivilegedProcess
        ? "/var/lib/netapi"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "netapi");
}
