using System.Collections.Immutable;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>The stations between a host's bridge and a container, for one address of the container.</summary>
/// <param name="Bridge">The bridge.</param>
/// <param name="HostEnd">The veth end on it.</param>
/// <param name="ContainerEnd">The veth end in the container.</param>
/// <param name="Namespace">The container's namespace.</param>
internal sealed record ContainerSide(PathHop Bridge, PathHop HostEnd, PathHop ContainerEnd, PathHop Namespace)
{
    /// <summary>The stations inward, in order.</summary>
    public ImmutableArray<PathHop> Inward => [Bridge, HostEnd, ContainerEnd, Namespace];

    /// <summary>Finds the stations by the kernel's facts: who has the address, who is its veth's peer, what is the peer's master.</summary>
    /// <param name="state">The host.</param>
    /// <param name="container">The container whose namespace it is.</param>
    /// <param name="address">The address; null where it has none, as while it does not run.</param>
    public static ContainerSide Find(HostState state, Container container, IPAddress? address)
    {
        var network = NetworkOf(state, container, address);
        if (!container.IsLive)
            return Without(state, network, $"{container.Name} does not run.");
        if (state.NamespaceOf(container.Id) is not { } own)
            return Without(state, network, $"The network namespace of {container.Name} could not be read.");
        var inside = new PathHop(HopKind.Namespace, own.Name, $"The network namespace of {container.Name}, inode {own.Inode}.") { Namespace = own.Id };
        if (state.LinksOf(own.Id).FirstOrDefault(l => l.Addresses.Any(a => a.Address.Equals(address))) is not { } end)
            return Without(state, network, $"No link of {container.Name} that could be read has the address {address}.") with { Namespace = inside };
        if (!end.IsVeth)
        {
            var driver = network is null ? "" : $": network {network.Name} uses the driver {network.Driver}";
            return Without(state, network, $"{end.Name} of {container.Name} is a {end.Kind}, not a veth{driver}.") with { Namespace = inside };
        }
        return FromContainerEnd(state, container, network, end) with { Namespace = inside };
    }

    /// <summary>The attachment that has the address; the first where none has.</summary>
    public static NetworkAttachment? AttachmentOf(Container container, IPAddress? address) =>
        container.Networks.FirstOrDefault(n => Equals(n.Ipv4?.Address, address) || Equals(n.Ipv6?.Address, address))
        ?? (container.Networks.IsEmpty ? null : container.Networks[0]);

    private static ContainerSide FromContainerEnd(HostState state, Container container, Network? network, Link end)
    {
        var containerEnd = PathHop.Of(HopKind.VethContainerEnd, end, $"{end.Name} in {container.Name} is one end of a veth pair.");
        var pair = HostIndex.Of(state).Pairs.Of(end);
        if (pair?.Other(end) is not { } hostEnd)
            return Without(state, network, $"The peer of {end.Name} in {container.Name} could not be read.") with { ContainerEnd = containerEnd };
        var peer = PathHop.Of(HopKind.VethHostEnd, hostEnd, $"{hostEnd.Name} is the other end, peer of {end.Name} in {container.Name}.");
        var bridge = hostEnd.MasterIndex is { } master && state.FindLink(hostEnd.Namespace, master) is { IsBridge: true } link
            ? PathHop.Of(HopKind.Bridge, link, $"{hostEnd.Name} is a port of bridge {link.Name}.")
            : PathHop.Without(HopKind.Bridge, $"{hostEnd.Name} is no port of a bridge.");
        return new ContainerSide(bridge, peer, containerEnd, containerEnd);
    }

    private static ContainerSide Without(HostState state, Network? network, string reason) => new(
        BridgeOf(state, network) ?? PathHop.Without(HopKind.Bridge, reason),
        PathHop.Without(HopKind.VethHostEnd, reason),
        PathHop.Without(HopKind.VethContainerEnd, reason),
        PathHop.Without(HopKind.Namespace, reason));

    // The engine names the bridge, so that it is known without the container.
    private static PathHop? BridgeOf(HostState state, Network? network) =>
        network?.BridgeName is { } name
        && state.HostNamespace is { } host
        && state.LinksOf(host.Id).FirstOrDefault(l => l.IsBridge && l.Name == name) is { } link
            ? PathHop.Of(HopKind.Bridge, link, $"Bridge {link.Name} carries network {network.Name}.")
            : null;

    private static Network? NetworkOf(HostState state, Container container, IPAddress? address) =>
        AttachmentOf(container, address) is { } attachment
            ? state.Networks.FirstOrDefault(n => n.Id == attachment.NetworkId) ?? state.Networks.FirstOrDefault(n => n.Name == attachment.NetworkName)
            : null;
}
