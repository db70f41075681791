using NetApi.Adapters.Netlink.Interop;

namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>Where the next message or attribute begins: both are padded to four bytes.</summary>
internal static class Alignment
{
    /// <summary>The length with its padding.</summary>
    public static int Align(int length) => (length + LinuxNetlink.NLMSG_ALIGNTO - 1) & ~(LinuxNetlink.NLMSG_ALIGNTO - 1);

    /// <summary>What follows an item of that length. The last item of a buffer may come without its padding.</summary>
    public static ReadOnlySpan<byte> After(ReadOnlySpan<byte> bytes, int length) => bytes[Math.Min(Align(length), bytes.Length)..];
}
