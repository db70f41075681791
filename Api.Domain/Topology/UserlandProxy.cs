namespace NetApi.Domain.Topology;

/// <summary>Whether docker-proxy processes carry published ports. The engine's API tells it nowhere; its proxies' sockets do.</summary>
internal static class UserlandProxy
{
    private const string ProcessName = "docker-proxy";

    /// <summary>True where a published port is held by a proxy; false where ports are published and none of them by a socket; null where nothing tells.</summary>
    public static bool? Of(IEnumerable<Container> containers, IEnumerable<ListeningSocket> hostSockets)
    {
        var published = containers.Where(c => c.IsLive).SelectMany(c => c.PublishedPorts).Select(p => (p.Protocol, p.HostPort)).ToHashSet();
        if (published.Count == 0)
            return null;
        var held = hostSockets.Where(s => published.Contains((s.Protocol, s.Port))).ToList();
        if (held.Any(s => s.Process == ProcessName))
            return true;
        return held.Count == 0 ? false : null;
    }
}
