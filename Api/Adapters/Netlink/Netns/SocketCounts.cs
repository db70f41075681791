using System.Buffers.Text;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>Which kinds of sockets a namespace has at all, from <c>/proc/net/sockstat</c> and <c>sockstat6</c>.</summary>
/// <remarks>The kernel looks through the tables of all namespaces for the sockets of one, so that not asking for those there are none of pays.</remarks>
internal readonly record struct SocketCounts(bool HasTcp, bool HasUdp, bool HasTcp6, bool HasUdp6)
{
    private const int MaxBytes = 1024;

    /// <summary>Every kind may be there.</summary>
    public static SocketCounts Unknown { get; } = new(true, true, true, true);

    /// <summary>Whether there is none of them.</summary>
    public bool AreNone => !(HasTcp || HasUdp || HasTcp6 || HasUdp6);

    /// <summary>Those of the calling thread's namespace.</summary>
    public static SocketCounts Read(NetnsProcfs procfs)
    {
        Span<byte> buffer = stackalloc byte[MaxBytes];
        var text = procfs.Read("thread-self/net/sockstat\0"u8, buffer);
        if (text.IsEmpty)
            return Unknown;
        var (tcp, udp) = (IsInUse(text, "TCP: inuse "u8), IsInUse(text, "UDP: inuse "u8));
        // Without IPv6 there is no such file, and no socket of it.
        text = procfs.Read("thread-self/net/sockstat6\0"u8, buffer);
        return text.IsEmpty
            ? new SocketCounts(tcp, udp, false, false)
            : new SocketCounts(tcp, udp, IsInUse(text, "TCP6: inuse "u8), IsInUse(text, "UDP6: inuse "u8));
    }

    // A line that is not as it should be says nothing: then there may be some.
    internal static bool IsInUse(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label) =>
        text.IndexOf(label) is not (>= 0 and var at) || !Utf8Parser.TryParse(text[(at + label.Length)..], out int count, out _) || count != 0;
}
