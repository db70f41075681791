using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>Words for states and kinds, as ip-link(8) and the API write them.</summary>
internal static class GraphWords
{
    public static string Of(LinkState state) => state switch
    {
        LinkState.NotPresent => "notPresent",
        LinkState.Down => "down",
        LinkState.LowerLayerDown => "lowerLayerDown",
        LinkState.Testing => "testing",
        LinkState.Dormant => "dormant",
        LinkState.Up => "up",
        _ => "unknown",
    };

    public static string Of(NetnsKind kind) => kind switch
    {
        NetnsKind.Host => "host",
        NetnsKind.Container => "container",
        NetnsKind.Named => "named",
        NetnsKind.Overlay => "overlay",
        NetnsKind.LoadBalancer => "loadBalancer",
        _ => "process",
    };

    public static string Of(ContainerState state) => state switch
    {
        ContainerState.Created => "created",
        ContainerState.Running => "running",
        ContainerState.Paused => "paused",
        ContainerState.Restarting => "restarting",
        ContainerState.Removing => "removing",
        ContainerState.Exited => "exited",
        ContainerState.Dead => "dead",
        _ => "unknown",
    };

    public static string Of(NodeKind kind) => kind switch
    {
        NodeKind.Host => "host",
        NodeKind.Nic => "nic",
        NodeKind.PublishedPort => "publishedPort",
        NodeKind.Bridge => "bridge",
        NodeKind.Network => "network",
        NodeKind.Link => "link",
        NodeKind.VethEnd => "vethEnd",
        NodeKind.Namespace => "namespace",
        _ => "container",
    };
}
