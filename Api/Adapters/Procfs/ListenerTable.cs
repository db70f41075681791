using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Procfs;

/// <summary>Reads the listening sockets of NetApi's own network namespace, and the processes that hold them.</summary>
/// <remarks>
/// A socket bound to <c>::</c> takes IPv4 too unless it set IPV6_V6ONLY, and /proc does not tell which it did. Whoever asks for a free IPv4 port
/// must take such a socket for a possible holder.
/// </remarks>
public static class ListenerTable
{
    /// <summary>Reads <c>/proc/self/net</c> and the descriptors of every process.</summary>
    public static ListenerObservation Read() => Read("/proc/self/net");

    /// <summary>The same for another namespace, given by the <c>/proc/PID/net</c> of a process in it.</summary>
    internal static ListenerObservation Read(string procNet)
    {
        var gaps = ImmutableArray.CreateBuilder<Gap>();
        List<WaitingSocket> sockets =
        [
            .. Table("tcp", t => SocketTable.Parse(t, TransportProtocol.Tcp)),
            .. Table("tcp6", t => SocketTable.Parse(t, TransportProtocol.Tcp)),
            .. Table("udp", t => SocketTable.Parse(t, TransportProtocol.Udp)),
            .. Table("udp6", t => SocketTable.Parse(t, TransportProtocol.Udp)),
            .. Table("sctp/eps", SocketTable.ParseSctpEndpoints),
        ];
        var owners = SocketOwners.Find(sockets.Select(s => s.Inode).ToHashSet());
        gaps.AddRange(owners.Gaps);
        return new ListenerObservation(
            [
                .. sockets.Select(s => owners.Of(s.Inode) is { } owner
                        ? new Listener(s.Protocol, s.Address, s.Port, owner.Pid, owner.Name)
                        : new Listener(s.Protocol, s.Address, s.Port, null, null))
                    .OrderBy(l => l.Protocol).ThenBy(l => l.Port).ThenBy(l => l.Address.ToString(), StringComparer.Ordinal).ThenBy(l => l.Pid),
            ],
            gaps.ToImmutable());

        List<WaitingSocket> Table(string file, Func<string, IEnumerable<WaitingSocket>> parse)
        {
            try
            {
                return [.. parse(File.ReadAllText(Path.Combine(procNet, file)))];
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && file is "tcp6" or "udp6" or "sctp/eps")
            {
                // The kernel has no IPv6 or no SCTP: no socket of it can exist.
                return [];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                gaps.Add(new Gap("processes", "sockets-unreadable", $"{Path.Combine(procNet, file)}: {e.Message}"));
                return [];
            }
        }
    }
}
