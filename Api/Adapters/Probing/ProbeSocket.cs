using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetApi.Adapters.Probing.Interop;
using NetApi.Domain.Reachability;
using static NetApi.Adapters.Probing.Interop.LinuxErrno;
using static NetApi.Adapters.Probing.Interop.LinuxSocket;

namespace NetApi.Adapters.Probing;

/// <summary>A socket that probes one destination, once.</summary>
/// <remarks>
/// It belongs to the network namespace of the thread that opened it, wherever it is used later: open it inside the vantage, probe
/// from any thread that may block.
/// </remarks>
public sealed class ProbeSocket : IDisposable
{
    // A UDP datagram of one zero byte: shorter than any protocol's header, so a server drops it. An empty one would not get through
    // docker-proxy, and a server may take it for the end of a stream.
    private static readonly byte[] Datagram = [0];

    private readonly SafeSocketFd _socket;
    private readonly ProbeProtocol _protocol;
    private readonly IPEndPoint _destination;

    private ProbeSocket(SafeSocketFd socket, ProbeProtocol protocol, IPEndPoint destination)
    {
        _socket = socket;
        _protocol = protocol;
        _destination = destination;
    }

    /// <summary>Opens a socket in the calling thread's namespace; sends nothing.</summary>
    /// <exception cref="ProbeException">The kernel refused.</exception>
    public static ProbeSocket Open(ProbeProtocol protocol, IPEndPoint destination)
    {
        var type = protocol == ProbeProtocol.Tcp ? SOCK_STREAM : SOCK_DGRAM;
        var probe = new ProbeSocket(new SafeSocketFd(Libc.socket(SocketAddresses.FamilyOf(destination.Address), type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)), protocol, destination);
        try
        {
            if (probe._socket.IsInvalid)
                throw ProbeException.OfLastError("socket");
            probe.AskForIcmpErrors();
            if (protocol == ProbeProtocol.Tcp)
                probe.CloseByReset();
            return probe;
        }
        catch
        {
            probe.Dispose();
            throw;
        }
    }

    /// <summary>Tries the destination and waits, blocking the calling thread, for an answer or the timeout.</summary>
    /// <exception cref="ProbeException">The socket itself failed.</exception>
    public ProbeResult Run(TimeSpan timeout)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = Send() ?? Await(started, timeout);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var local = LocalEndpoint();
        var (outcome, detail) = ProbeVerdict.Of(answer, _protocol, _destination, local?.Address, timeout);
        return new ProbeResult(outcome, (long)elapsed.TotalMicroseconds, local, detail, answer.Icmp);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Sends the first packet; what decides at once, or null.</summary>
    private ProbeAnswer? Send()
    {
        var address = SocketAddresses.Write(_destination);
        var errno = Libc.connect(_socket, address, (uint)address.Length) < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (errno == 0 && _protocol == ProbeProtocol.Udp && Libc.send(_socket, Datagram, (nuint)Datagram.Length, MSG_NOSIGNAL) < 0)
            errno = Marshal.GetLastPInvokeError();
        // A REJECT in OUTPUT shows up twice: as EPERM from send, and as the ICMP error, which says more.
        if (ErrorQueue.Read(_socket) is { } icmp)
            return new ProbeAnswer { Icmp = icmp, AtOnce = true };
        return errno is 0 or EINPROGRESS ? null : new ProbeAnswer { Errno = errno, AtOnce = true };
    }

    private ProbeAnswer Await(long started, TimeSpan timeout)
    {
        var wanted = _protocol == ProbeProtocol.Tcp ? POLLOUT : POLLIN;
        while (Poll(wanted, timeout - Stopwatch.GetElapsedTime(started)) is { } events)
        {
            if (ErrorQueue.Read(_socket) is { } icmp)
                return new ProbeAnswer { Icmp = icmp };
            if (PendingError() is not 0 and var errno)
                return new ProbeAnswer { Errno = errno };
            if ((events & wanted) != 0)
                return new ProbeAnswer { Answered = true };
        }
        return new ProbeAnswer();
    }

    /// <summary>Events of poll(2); null when the time is up.</summary>
    private short? Poll(short wanted, TimeSpan left)
    {
        var milliseconds = (int)Math.Ceiling(left.TotalMilliseconds);
        if (milliseconds <= 0)
            return null;
        var descriptor = new pollfd { fd = (int)_socket.DangerousGetHandle(), events = wanted };
        return Libc.poll(ref descriptor, 1, milliseconds) switch
        {
            0 => null,
            < 0 when Marshal.GetLastPInvokeError() != EINTR => throw ProbeException.OfLastError("poll"),
            _ => descriptor.revents,
        };
    }

    private int PendingError()
    {
        var length = (uint)sizeof(int);
        return Libc.getsockopt(_socket, SOL_SOCKET, SO_ERROR, out var errno, ref length) < 0 ? throw ProbeException.OfLastError("getsockopt SO_ERROR") : errno;
    }

    private IPEndPoint? LocalEndpoint()
    {
        Span<byte> bytes = stackalloc byte[128];
        var length = (uint)bytes.Length;
        if (Libc.getsockname(_socket, bytes, ref length) < 0)
            throw ProbeException.OfLastError("getsockname");
        return SocketAddresses.Read(bytes[..(int)length]) is { } local && !local.Address.Equals(IPAddress.Any) && !local.Address.Equals(IPAddress.IPv6Any) ? local : null;
    }

    private void AskForIcmpErrors()
    {
        var (level, name) = SocketAddresses.FamilyOf(_destination.Address) == AF_INET ? (IPPROTO_IP, IP_RECVERR) : (IPPROTO_IPV6, IPV6_RECVERR);
        if (Libc.setsockopt(_socket, level, name, 1, sizeof(int)) < 0)
            throw ProbeException.OfLastError("setsockopt IP_RECVERR");
    }

    // A FIN would leave TIME_WAIT in the vantage, which is often a container, a conntrack entry for two minutes, and a half-closed
    // connection where the server never closes its side. A reset ends it at both ends at once, as health checkers do it.
    private void CloseByReset()
    {
        if (Libc.setsockopt(_socket, SOL_SOCKET, SO_LINGER, new linger { l_onoff = 1 }, (uint)Unsafe.SizeOf<linger>()) < 0)
            throw ProbeException.OfLastError("setsockopt SO_LINGER");
    }
}
