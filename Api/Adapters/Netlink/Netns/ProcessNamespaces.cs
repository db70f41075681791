using System.Globalization;
using System.Runtime.InteropServices;
using NetApi.Adapters.Netlink.Interop;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>Network namespaces of the processes in /proc.</summary>
internal static class ProcessNamespaces
{
    public static string PathOf(int pid) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/net");

    /// <summary>Each process with its namespace; the file is null where reading it was refused. Processes that ended meanwhile are left out.</summary>
    public static IEnumerable<(int Pid, NetnsFile? File)> Read()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                continue;
            if (Libc.statx_path(LinuxFile.AT_FDCWD, PathOf(pid), 0, LinuxStat.STATX_INO, out var status) == 0)
                yield return (pid, NetnsFile.Of(status));
            else if (Marshal.GetLastPInvokeError() is not (LinuxErrno.ENOENT or LinuxErrno.ESRCH))
                yield return (pid, null);
        }
    }

    /// <summary><c>/proc/PID/comm</c>; null where the process ended meanwhile or hides it (mount option hidepid).</summary>
    public static string? NameOf(int pid)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/comm")).TrimEnd('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
