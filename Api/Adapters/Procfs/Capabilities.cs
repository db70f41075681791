using System.Collections.Immutable;
using System.Globalization;

namespace NetApi.Adapters.Procfs;

/// <summary>The capabilities this process holds (capabilities(7)).</summary>
public static class Capabilities
{
    // By number, from linux/capability.h; the last ones came with Linux 3.16, 5.8, 5.8 and 5.9.
    private static readonly string[] Names =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID",
        "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_IPC_OWNER",
        "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE",
        "CAP_SYS_RESOURCE", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP",
        "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF",
        "CAP_CHECKPOINT_RESTORE",
    ];

    /// <summary>Effective capabilities by name, in the kernel's order; one newer than NetApi is given as <c>CAP_41</c>.</summary>
    public static ImmutableArray<string> Read() => Parse(File.ReadAllText("/proc/self/status"));

    /// <summary>Parses the line <c>CapEff:</c> of a status file.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    internal static ImmutableArray<string> Parse(string status)
    {
        const string label = "CapEff:";
        var line = status.Split('\n').FirstOrDefault(l => l.StartsWith(label, StringComparison.Ordinal))
            ?? throw new FormatException("/proc/self/status has no line CapEff.");
        var bits = ulong.Parse(line.AsSpan(label.Length).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, 64).Where(i => (bits >> i & 1) == 1).Select(NameOf)];
    }

    private static string NameOf(int number) =>
        number < Names.Length ? Names[number] : string.Create(CultureInfo.InvariantCulture, $"CAP_{number}");
}
