using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Who can be reached in one of two states, as the engine tells it.</summary>
internal sealed class Reach(HostState state, HostState other)
{
    private readonly Dictionary<string, Container> _byName = First(state.Containers, c => c.Name);
    private readonly Dictionary<string, Container> _byId = First(state.Containers, c => c.Id);
    private readonly Lazy<Dictionary<string, Container>> _others = new(() => First(other.Containers, c => c.Name));
    private readonly ILookup<string, Network> _networks = state.Networks.ToLookup(n => n.Name, StringComparer.Ordinal);

    /// <summary>The container of that name, or the one that has the name in the other state and another here.</summary>
    public Container? Find(string name) =>
        _byName.GetValueOrDefault(name) ?? (_others.Value.TryGetValue(name, out var twin) ? _byId.GetValueOrDefault(twin.Id) : null);

    /// <summary>Containers that run in the network of that name.</summary>
    public IEnumerable<Container> Running(string network) => state.Containers.Where(c => c.State == ContainerState.Running && c.Networks.Any(n => n.NetworkName == network));

    /// <summary>Networks in which other containers reach it while it runs.</summary>
    public IEnumerable<string> Networks(Container container) =>
        container.Networks.Select(n => n.NetworkName).Where(name => name != "none" && !_networks[name].Any(n => !n.Icc || n.Driver == "null"));

    /// <summary>Endpoints of the host that it publishes.</summary>
    public static IEnumerable<string> Published(Container container) => container.PublishedPorts.Where(p => p.HostPort != 0).Select(p => Endpoint(p.HostAddress, p.HostPort, p.Protocol));

    /// <summary>Those of them that lead to it while it runs: none where all its networks are internal.</summary>
    public IEnumerable<string> Ports(Container container) => LeadsOutside(container) ? Published(container) : [];

    /// <summary>Whether somebody answers behind a published port.</summary>
    public bool IsOpen(PublishedPortView port) => Find(port.Container) is { State: ContainerState.Running } container && LeadsOutside(container);

    /// <summary><c>0.0.0.0:8000/tcp</c>.</summary>
    public static string Endpoint(PublishedPortView port) => Endpoint(port.HostAddress, port.HostPort, port.Protocol);

    private static string Endpoint(IPAddress address, int port, TransportProtocol protocol) => $"{new IPEndPoint(address, port)}/{protocol.ToString().ToLowerInvariant()}";

    // A network that is not to be seen may lead outside.
    private bool LeadsOutside(Container container) =>
        container.Networks.IsEmpty || container.Networks.Any(n => !_networks[n.NetworkName].Any() || _networks[n.NetworkName].Any(found => !found.IsInternal));

    private static Dictionary<string, Container> First(IEnumerable<Container> containers, Func<Container, string> key) =>
        containers.DistinctBy(key).ToDictionary(key, c => c, StringComparer.Ordinal);
}
