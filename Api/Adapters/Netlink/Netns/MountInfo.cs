using System.Globalization;
using System.Text;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>Finds bind mounts of network namespaces in <c>/proc/PID/mountinfo</c> (proc(5)).</summary>
internal static class MountInfo
{
    private const string NetPrefix = "net:[";

    /// <summary>Device, inode and mount point of each network namespace; other lines are passed over.</summary>
    public static IEnumerable<(NetnsFile File, string MountPoint)> NamespacesIn(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            // 36 35 0:4 net:[4026532281] /run/netns/blue rw shared:1 - nsfs nsfs rw
            var fields = line.Split(' ');
            if (fields.Length > 4 && FileOf(fields[2], fields[3]) is { } file)
                yield return (file, Unescape(fields[4]));
        }
    }

    private static NetnsFile? FileOf(string device, string root)
    {
        if (!root.StartsWith(NetPrefix, StringComparison.Ordinal) || !root.EndsWith(']') || device.Split(':') is not [var major, var minor])
            return null;
        return uint.TryParse(major, CultureInfo.InvariantCulture, out var majorNumber)
            && uint.TryParse(minor, CultureInfo.InvariantCulture, out var minorNumber)
            && ulong.TryParse(root.AsSpan(NetPrefix.Length, root.Length - NetPrefix.Length - 1), CultureInfo.InvariantCulture, out var inode)
            ? new NetnsFile(majorNumber, minorNumber, inode)
            : null;
    }

    // Space, tab, newline and backslash are written as three octal digits after a backslash, byte by byte.
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
            return field;
        var bytes = Encoding.UTF8.GetBytes(field);
        var unescaped = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            var isEscape = bytes[i] == '\\' && i + 3 < bytes.Length && bytes.AsSpan(i + 1, 3).IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0;
            unescaped.Add(isEscape ? (byte)(((bytes[i + 1] - '0') << 6) | ((bytes[i + 2] - '0') << 3) | (bytes[i + 3] - '0')) : bytes[i]);
            i += isEscape ? 3 : 0;
        }
        return Encoding.UTF8.GetString([.. unescaped]);
    }
}
