using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>Builds the way to a container and back from what was observed.</summary>
/// <param name="state">The host.</param>
/// <param name="firewall">Its firewall.</param>
/// <param name="proxies">Its docker-proxy processes.</param>
public sealed partial class ContainerPathBuilder(HostState state, FirewallObservation firewall, ProxyObservation proxies)
{
    /// <summary>The way to one container of the state, and back.</summary>
    public ContainerPath Build(Container container)
    {
        const string sharing = "container:";
        if (container.NetworkMode.StartsWith(sharing, StringComparison.Ordinal))
            return Shared(container, container.NetworkMode[sharing.Length..]);
        return container.NetworkMode switch
        {
            "host" => new ContainerPath(container.Id, container.Name,
                "It lives in the host's network namespace: its ports are the host's own, and no NAT, bridge or veth leads to it.",
                [], container.IsLive ? [HostOutbound()] : []),
            // A container of network none may be attached to nothing else.
            "none" => new ContainerPath(container.Id, container.Name,
                "It has no network but its own loopback: nothing leads to it, and nothing out of it.", [], []),
            _ => Own(container, container.IsLive ? null : "It does not run: its published ports are those configured, and nothing carries them."),
        };
    }

    private ContainerPath Own(Container container, string? note) => new(
        container.Id,
        container.Name,
        note,
        [.. container.PublishedPorts.Order(PortForwards.ByHostPort).Select(p => Published(container, p))],
        [.. container.IsLive ? Outbound(container) : []]);

    // The engine keeps the id of the container whose namespace is shared; that one publishes the ports.
    private ContainerPath Shared(Container container, string ownerId)
    {
        if (state.Containers.FirstOrDefault(c => c.Id == ownerId || c.Name == ownerId) is not { } owner)
            return new ContainerPath(container.Id, container.Name, $"It shares the network namespace of container {ownerId}, which is not known.", [], []);
        var path = owner.NetworkMode.StartsWith("container:", StringComparison.Ordinal)
            ? new ContainerPath(owner.Id, owner.Name, null, [], [])
            : Build(owner);
        return path with
        {
            ContainerId = container.Id,
            ContainerName = container.Name,
            Note = $"It shares the network namespace of {owner.Name}, which publishes the ports.{(path.Note is { } more ? $" Of that one: {more}" : "")}",
        };
    }
}
