using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>Hears of names that namespaces get and lose: files that appear in their directories (inotify(7)), and mounts that come and go (proc(5): poll on mountinfo).</summary>
internal sealed class NameWatch : IDisposable
{
    private const uint Mask = LinuxInotify.IN_CREATE | LinuxInotify.IN_DELETE | LinuxInotify.IN_MOVED_TO;

    private readonly SafeFd _inotify;
    private readonly SafeFd _mounts;
    private readonly Dictionary<int, string> _directories = [];
    private readonly HashSet<string> _watched = new(StringComparer.Ordinal);
    private readonly byte[] _buffer = new byte[16 * 1024];

    public NameWatch()
    {
        _inotify = new SafeFd(Libc.inotify_init1(LinuxInotify.IN_CLOEXEC | LinuxInotify.IN_NONBLOCK));
        if (_inotify.IsInvalid)
            throw NetlinkException.OfLastError("inotify_init1");
        _mounts = new SafeFd(Libc.open("/proc/self/mountinfo", LinuxFile.O_RDONLY | LinuxFile.O_CLOEXEC));
        WatchUsual();
    }

    /// <summary>For poll(2), POLLIN.</summary>
    public int FilesDescriptor => _inotify.Number;

    /// <summary>For poll(2), POLLPRI; -1, which poll passes over, where the file could not be opened.</summary>
    public int MountsDescriptor => _mounts.Number;

    /// <summary>Watches the directories of ip-netns(8) and Docker, which are made with the first namespace.</summary>
    public void WatchUsual()
    {
        Watch("/run/netns");
        Watch("/run/docker/netns");
    }

    /// <summary>Watches a directory of namespace files too. One that does not exist yet is tried again at the next call.</summary>
    public void Watch(string directory)
    {
        if (_watched.Contains(directory))
            return;
        var watch = Libc.inotify_add_watch(_inotify, directory, Mask);
        if (watch < 0)
            return;
        _watched.Add(directory);
        _directories[watch] = directory;
    }

    /// <summary>Takes what happened since the last call: paths of files that appeared; whether a name went, or something was missed.</summary>
    public (IReadOnlyList<string> Appeared, bool NamesWent) Take()
    {
        List<string> appeared = [];
        var went = false;
        while (Libc.read(_inotify, _buffer, (nuint)_buffer.Length) is > 0 and var length)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(0, (int)length);
            while (MemoryMarshal.TryRead<inotify_event>(rest, out var happened))
            {
                var name = rest.Slice(Unsafe.SizeOf<inotify_event>(), (int)happened.len);
                rest = rest[(Unsafe.SizeOf<inotify_event>() + (int)happened.len)..];
                if ((happened.mask & LinuxInotify.IN_IGNORED) != 0 && _directories.Remove(happened.wd, out var gone))
                    _watched.Remove(gone);
                if ((happened.mask & (LinuxInotify.IN_CREATE | LinuxInotify.IN_MOVED_TO)) != 0 && _directories.TryGetValue(happened.wd, out var directory))
                    appeared.Add($"{directory}/{Encoding.UTF8.GetString(name.TrimEnd((byte)0))}");
                else
                    went = true;
            }
        }
        return (appeared, went);
    }

    public void Dispose()
    {
        _inotify.Dispose();
        _mounts.Dispose();
    }
}
