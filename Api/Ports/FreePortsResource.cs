using System.Net;
using NetApi.Containers;
using NetApi.Domain.Topology;

namespace NetApi.Ports;

/// <summary>Host ports that a container can publish.</summary>
/// <param name="Protocol">Transport.</param>
/// <param name="Address">Host address they are free on; null for all addresses of both families.</param>
/// <param name="Ports">Free ports, ascending; fewer than asked for where the ports end.</param>
/// <param name="LastScanned">The last port that was looked at.</param>
/// <param name="SkippedCount">How many ports were passed over.</param>
/// <param name="Skipped">The first of them, with who holds each or may hold it.</param>
/// <param name="Cautions">What may yet be in the way.</param>
/// <param name="Complete">Whether everything could be read; where not, a port may be held that seems free.</param>
/// <param name="Gaps">What could not be read.</param>
/// <param name="ObservedAt">When the state came about, UTC: when it last differed from the one before, which on a quiet host may be hours ago. It has been watched since, and what could not be is in the gaps.</param>
public sealed record FreePortsResource(
    TransportProtocol Protocol,
    IPAddress? Address,
    IReadOnlyList<int> Ports,
    int LastScanned,
    int SkippedCount,
    IReadOnlyList<SkippedPort> Skipped,
    IReadOnlyList<Warning> Cautions,
    bool Complete,
    IReadOnlyList<Gap> Gaps,
    DateTimeOffset ObservedAt)
{
    private const int MaxSkipped = 20;

    internal static FreePortsResource Of(HostState state, (TransportProtocol Protocol, int From, int Count, IPAddress? Address) asked)
    {
        var found = FreePorts.Find(state, new PortTable(state), asked.Protocol, asked.From, asked.Count, asked.Address);
        var skipped = found.Held.GroupBy(h => h.Port).ToList();
        return new FreePortsResource(
            asked.Protocol,
            asked.Address,
            found.Free,
            found.LastScanned,
            skipped.Count,
            [.. skipped.Take(MaxSkipped).Select(g => new SkippedPort(g.Key, [.. g.Select(PortHolderResource.Of)]))],
            [.. CautionsOf(found, asked.Count), .. asked.Protocol == TransportProtocol.Sctp ? CautionsOfSctp(state) : []],
            state.IsComplete,
            state.Gaps,
            state.ObservedAt);
    }

    // A kernel that does not show SCTP sockets answers like one that has none.
    private static IEnumerable<Warning> CautionsOfSctp(HostState state)
    {
        if (!state.Sockets.Any(s => s.Protocol == TransportProtocol.Sctp))
        {
            yield return new Warning(
                "sctp-unseen",
                "No SCTP socket is to be seen on this host: nobody listens, or the kernel does not show it, as without its modules sctp and sctp_diag. Then a port that a process holds seems free; those of containers are known all the same.");
        }
    }

    private static IEnumerable<Warning> CautionsOf(FreePorts found, int count)
    {
        if (found.Ephemeral is [_, ..] ephemeral)
        {
            yield return new Warning(
                "ephemeral-port",
                $"{string.Join(", ", ephemeral)}: in net.ipv4.ip_local_port_range, so the kernel may give it to an outgoing connection of the host before it is published.");
        }
        if (found.Free.Length < count)
            yield return new Warning("ports-end", $"Up to 65535 only {found.Free.Length} of {count} are free; ask with a lower from.");
    }
}

/// <summary>A port that was passed over.</summary>
/// <param name="Port">The port.</param>
/// <param name="Holders">Who holds it, or may hold it.</param>
public sealed record SkippedPort(int Port, IReadOnlyList<PortHolderResource> Holders);
