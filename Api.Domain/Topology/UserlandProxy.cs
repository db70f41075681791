namespace NetApi.Domain.Topology;

/// <summary>Whether docker-proxy processes carry published ports. The engine's API tells it nowhere; its proxies' sockets do.</summary>
internal static class UserlandProxy
{
    private const string ProcessName = "docker-proxy";

    // No event tells of a proxy's socket: after a start it is seen a moment later than the port.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>True where a published port is held by a proxy; false where ports are published for a while and none of them is held by a socket; null where nothing tells.</summary>
    public static bool? Of(IReadOnlyCollection<Container> containers, IEnumerable<ListeningSocket> hostSockets, DateTimeOffset now)
    {
        var published = containers.Where(c => c.IsLive).SelectMany(c => c.PublishedPorts).Select(p => (p.Protocol, p.HostPort)).ToHashSet();
        if (published.Count == 0)
            return null;
        var held = hostSockets.Where(s => published.Contains((s.Protocol, s.Port))).ToList();
        if (held.Any(s => s.Process == ProcessName))
            return true;
        return held.Count == 0 && containers.Any(c => c is { IsLive: true, PublishedPorts.IsEmpty: false } && c.StartedAt < now - Patience) ? false : null;
    }
}
