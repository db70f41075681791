using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>Wakes a thread out of poll(2), by eventfd(2).</summary>
internal sealed class Wakeup : IDisposable
{
    private readonly SafeFd _fd;

    public Wakeup()
    {
        _fd = new SafeFd(Libc.eventfd(0, LinuxEventfd.EFD_CLOEXEC | LinuxEventfd.EFD_NONBLOCK));
        if (_fd.IsInvalid)
            throw NetlinkException.OfLastError("eventfd");
    }

    /// <summary>For poll(2).</summary>
    public int Descriptor => _fd.Number;

    /// <summary>Wakes the thread, or lets its next poll return at once. A thread that has ended already is not missed.</summary>
    public void Signal()
    {
        try
        {
            _ = Libc.write(_fd, BitConverter.GetBytes(1UL), sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
        }
    }

    /// <summary>Forgets the signals so far.</summary>
    public void Reset()
    {
        Span<byte> count = stackalloc byte[sizeof(ulong)];
        _ = Libc.read(_fd, count, sizeof(ulong));
    }

    public void Dispose() => _fd.Dispose();
}
