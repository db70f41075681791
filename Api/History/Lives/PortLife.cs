using System.Net;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;

namespace NetApi.History.Lives;

/// <summary>How a port of the host was held.</summary>
public enum PortLifeKind
{
    /// <summary>Published by a running container.</summary>
    Published,

    /// <summary>A process listened on it in the host's namespace: docker-proxy too, beside what it is published by.</summary>
    Listening,
}

/// <summary>Who held a port of the host, from when to when.</summary>
/// <param name="Kind">How.</param>
/// <param name="Address">Host address.</param>
/// <param name="Port">Port.</param>
/// <param name="Protocol">Transport.</param>
/// <param name="ContainerId">Id of the container that published it, or that the process ran in; null where none did.</param>
/// <param name="Container">Name of that container; null where none did, or it is no longer known.</param>
/// <param name="ContainerPort">Port of the container; null where it was not published.</param>
/// <param name="Process">Name of the process that listened; null where it was published, or that is not known.</param>
/// <param name="Span">From when to when.</param>
/// <param name="Causes">What led to the revision that shows it first, as far as it is known.</param>
public sealed record PortLife(
    PortLifeKind Kind, IPAddress Address, int Port, TransportProtocol Protocol, string? ContainerId, string? Container, int? ContainerPort, string? Process, LifeSpan Span, IReadOnlyList<Cause> Causes) : ILife
{
    /// <summary>Everybody who held it, the last first.</summary>
    internal static IEnumerable<FoundLife<PortLife>> Find(HistorySession history, int port)
    {
        var (owners, hidden) = (new Owners(history), new Hidden(history));
        // Each container may listen on it in its own namespace.
        var found = history.FindIn(history.Find(ContentTerms.Host).Select(t => ((NetworkNamespace)t.Item).Id).Distinct(), ContentTerms.Port(port));
        var published = found.Where(t => t.Item is Container { IsLive: true })
            .SelectMany(t => ((Container)t.Item).PublishedPorts.Where(p => p.HostPort == port).Select(p => (Thing: t, Held: p)))
            .GroupBy(p => p.Held)
            .SelectMany(g => Pieces.Join(g.Select(p => p.Thing), t => ((Container)t.Item).Id, hidden.Extend).Select(t => new FoundLife<PortLife>(t, () => Of((Container)t.Item, g.Key, t, history))));
        var listening = Pieces.Join(
                Known(found.Where(t => t.Item is ListeningSocket)), t => (ListeningSocket)t.Item is var s ? (s.Namespace, s.Protocol, s.Address, s.Process) : default, t => hidden.Extend(t, ((ListeningSocket)t.Item).Namespace))
            .Select(t => new FoundLife<PortLife>(t, () => Of((ListeningSocket)t.Item, t, owners, history)));
        return published.Concat(listening);
    }

    // A socket outlives its process in the table by a moment, and another look finds nobody: that is no other holder.
    private static IEnumerable<PastThing> Known(IEnumerable<PastThing> sockets)
    {
        var last = new Dictionary<(NetnsId, TransportProtocol, IPAddress), PastThing>();
        foreach (var thing in sockets.OrderBy(t => t.First))
        {
            var socket = (ListeningSocket)thing.Item;
            var key = (socket.Namespace, socket.Protocol, socket.Address);
            var known = socket.Process is null && last.TryGetValue(key, out var before) && before.Last + 1 == thing.First
                ? thing with { Item = socket with { Process = ((ListeningSocket)before.Item).Process, ContainerId = ((ListeningSocket)before.Item).ContainerId } }
                : thing;
            last[key] = known;
            yield return known;
        }
    }

    private static PortLife Of(Container container, PublishedPort port, PastThing thing, HistorySession history) => new(
        PortLifeKind.Published, port.HostAddress, port.HostPort, port.Protocol, container.Id, container.Name, port.ContainerPort, null, LifeSpan.Of(thing, history), history.CausesOf(thing.First));

    private static PortLife Of(ListeningSocket socket, PastThing thing, Owners owners, HistorySession history) => new(
        PortLifeKind.Listening,
        socket.Address,
        socket.Port,
        socket.Protocol,
        socket.ContainerId,
        socket.ContainerId is { } id ? owners.ContainerOf(id, thing)?.Name : null,
        null,
        socket.Process,
        LifeSpan.Of(thing, history),
        history.CausesOf(thing.First));
}
