using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Bench.Hosts;

namespace NetApi.Bench.Reading;

/// <summary>The floor: enters each namespace, sends the dump requests that a reading sends, receives all of the answers and decodes none.</summary>
internal static class BareDumps
{
    private const int BufferBytes = 32 * 1024;

    private static readonly byte[] Buffer = new byte[BufferBytes];

    /// <summary>Dumps the caller's own namespace and those of the containers.</summary>
    /// <returns>Bytes received.</returns>
    public static long Take(IReadOnlyList<SyntheticContainer> containers)
    {
        long bytes = 0;
        NetnsEntry.Run(NetnsHandle.OfCurrentThread(), () =>
        {
            bytes += DumpHere();
            foreach (var container in containers)
            {
                using var netns = NetnsHandle.Open(container.Path);
                if (Libc.setns(netns.Fd, LinuxSched.CLONE_NEWNET) < 0)
                    throw NetlinkException.OfLastError("setns");
                bytes += DumpHere();
            }
        });
        return bytes;
    }

    private static long DumpHere() =>
        Dump(LinuxNetlink.NETLINK_ROUTE, BareRequests.Route) + Dump(BareRequests.NETLINK_SOCK_DIAG, BareRequests.SockDiag);

    private static long Dump(int family, byte[][] requests)
    {
        using var transport = KernelTransport.Open(family);
        long bytes = 0;
        foreach (var request in requests)
        {
            transport.Send("bare dump", request);
            bytes += ReceiveAll(transport);
        }
        return bytes;
    }

    private static long ReceiveAll(KernelTransport transport)
    {
        long bytes = 0;
        while (true)
        {
            var length = transport.Receive("bare dump", Buffer).Length;
            bytes += length;
            if (IsEnd(Buffer.AsSpan(0, length)))
                return bytes;
        }
    }

    // NLMSG_ERROR: there is no such table in this kernel, as for SCTP.
    private static bool IsEnd(ReadOnlySpan<byte> datagram)
    {
        var messages = new NetlinkMessageReader(datagram);
        while (messages.TryRead(out var message))
        {
            if (message.Header.nlmsg_type is LinuxNetlink.NLMSG_DONE or LinuxNetlink.NLMSG_ERROR)
                return true;
        }
        return false;
    }
}
