using System.Globalization;
using System.Text.RegularExpressions;

namespace NetApi.Adapters.Procfs;

/// <summary>The directory of one process under /proc (proc(5)). The process may end at any moment: what is gone reads as null.</summary>
internal readonly partial record struct ProcessDirectory(int Pid)
{
    /// <summary>Every process this one can see, by id.</summary>
    public static IEnumerable<ProcessDirectory> All() =>
        Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0)
            .Order()
            .Select(pid => new ProcessDirectory(pid));

    /// <summary>Its name, at most 15 characters; null where it is gone or hidden (mount option hidepid).</summary>
    public string? Name => Read("comm")?.TrimEnd('\n');

    /// <summary>Its arguments; null where it is gone or hidden, empty for a kernel thread.</summary>
    public string[]? Arguments => Read("cmdline")?.Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Its network namespace in the form <c>net:[4026531840]</c>; null where it is gone or the kernel refuses (CAP_SYS_PTRACE).</summary>
    public string? NetworkNamespace => LinkTarget("/proc/" + Text + "/ns/net");

    /// <summary>When it started, in clock ticks after boot (field 22 of <c>stat</c>): with the id it names one process of a boot. Null where it is gone or hidden.</summary>
    public ulong? StartTicks => Read("stat") is { } stat
        // The second field is the name in parentheses, which may hold both blanks and parentheses; the third follows the last of them.
        ? ulong.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[22 - 3], CultureInfo.InvariantCulture)
        : null;

    /// <summary>Whether it still exists.</summary>
    public bool Exists => Directory.Exists("/proc/" + Text);

    private string Text => Pid.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Id of the container it runs in: the last 64 hexadecimal digits of a control group (<c>/docker/ID</c>, <c>docker-ID.scope</c>). Null where no
    /// group has them, and where it is gone or hidden.
    /// </summary>
    public string? ContainerId => Read("cgroup") is { } groups ? ContainerIdIn(groups) : null;

    /// <summary>Where a file descriptor leads; null where there is none, or the kernel refuses.</summary>
    public string? Descriptor(string number) => LinkTarget("/proc/" + Text + "/fd/" + number);

    /// <summary>Its file descriptors and where they lead, such as <c>socket:[15331]</c>; null where it is gone or the kernel refuses.</summary>
    public List<(string Number, string Target)>? Descriptors()
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries("/proc/" + Text + "/fd").Select(path => (Number: Path.GetFileName(path), Target: LinkTarget(path)!)).Where(d => d.Target is not null)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads a link of nsfs or of a descriptor, whose target is no path; null where it cannot be read.</summary>
    public static string? LinkTarget(string path) => new FileInfo(path).LinkTarget;

    internal static string? ContainerIdIn(string groups) => ContainerGroup().Matches(groups).LastOrDefault()?.Value;

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerGroup();

    private string? Read(string file)
    {
        try
        {
            return File.ReadAllText("/proc/" + Text + "/" + file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
