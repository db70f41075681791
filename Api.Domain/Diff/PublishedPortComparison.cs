using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A port that is published while its container runs.</summary>
/// <param name="HostAddress">Host address; <c>0.0.0.0</c> or <c>::</c> for all of a family.</param>
/// <param name="HostPort">Port of the host, 1 to 65535.</param>
/// <param name="Protocol">Transport.</param>
/// <param name="Container">Name of the container it leads to.</param>
/// <param name="ContainerPort">Port of the container, 1 to 65535.</param>
public sealed record PublishedPortView(IPAddress HostAddress, int HostPort, TransportProtocol Protocol, string Container, int ContainerPort);

/// <summary>Published ports in force: a container that does not run keeps its ports in its configuration, but nothing is open.</summary>
internal sealed class PublishedPortComparison() : EntityComparison<PublishedPortView>(ChangeEntity.PublishedPort)
{
    protected override IEnumerable<Keyed<PublishedPortView>> Read(Side side, Side other) =>
        from container in side.Read.Containers
        where container.IsLive
        let name = side.NameOf(container)
        from port in container.PublishedPorts
        let view = new PublishedPortView(port.HostAddress, port.HostPort, port.Protocol, name, port.ContainerPort)
        select new Keyed<PublishedPortView>($"{Endpoint(port)}/{InWords(port.Protocol)}", $"{name}:{port.ContainerPort}", view);

    protected override bool Shows(Side side, PublishedPortView view) => side.SawContainer(view.Container);

    protected override string Added(PublishedPortView after, Side from) => $"{Port(after)} of {after.Container} is now published on {after.HostAddress}";

    protected override string Removed(PublishedPortView before, Side to) => $"{Port(before)} of {before.Container} is no longer published on {before.HostAddress}";

    protected override string Changed(PublishedPortView before, PublishedPortView after) =>
        $"{Port(after)} on {after.HostAddress} now leads to port {after.ContainerPort} of {after.Container} (was port {before.ContainerPort} of {before.Container})";

    private static string Port(PublishedPortView view) => $"port {view.HostPort}/{InWords(view.Protocol)}";

    private static string Endpoint(PublishedPort port) => new IPEndPoint(port.HostAddress, port.HostPort).ToString();

    private static string InWords(TransportProtocol protocol) => protocol switch
    {
        TransportProtocol.Tcp => "tcp",
        TransportProtocol.Udp => "udp",
        _ => "sctp",
    };
}
