using System.Net;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.PortForwarding;

/// <summary>Examples for the OpenAPI document: the article's web server.</summary>
internal static class PortForwardExamples
{
    private static readonly ContainerRef Web = new("2d1f0c6f2c1e7f0f8b6c7c2f4a54f5f8a3b3f9ad8c0a4ddc4b8b1a0a9f1e6c55", "myweb");
    private static readonly RuleResource Dnat = new("nat", "DOCKER", 2, "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8000 -j DNAT --to-destination 172.17.0.7:80");

    public static readonly PortForwardResource Forward = new(
        IPAddress.Any,
        8000,
        80,
        TransportProtocol.Tcp,
        Web,
        CarriedBy.Both,
        Dnat,
        new ProxyResource(5120, "0.0.0.0:8000", "172.17.0.7:80"),
        "A DNAT rule carries it, and docker-proxy 5120 what the rule does not take.");

    public static readonly ContainerPathResource Path = new(
        Web,
        null,
        [
            new PublishedPathResource(
                IPAddress.Any,
                8000,
                80,
                TransportProtocol.Tcp,
                CarriedBy.Both,
                [
                    Hop(HopKind.Nic, "eth0", "It has the host's IPv4 default route."),
                    Hop(HopKind.Dnat, "DOCKER", "The destination 0.0.0.0:8000 becomes 172.17.0.7:80.") with { Rule = Dnat },
                    Hop(HopKind.Bridge, "docker0", "Bridge docker0 switches to its port veth8d73f3e."),
                    Hop(HopKind.VethHostEnd, "veth8d73f3e", "veth8d73f3e is the other end, peer of eth0 in myweb."),
                    Hop(HopKind.VethContainerEnd, "eth0", "eth0 in myweb is one end of a veth pair."),
                    Hop(HopKind.Namespace, "myweb", "The network namespace of myweb, inode 4026532281."),
                ],
                [Hop(HopKind.Conntrack, null, "conntrack knows the connection and makes its source the address and port that were asked for again.")]),
        ],
        [],
        true,
        []);

    private static HopResource Hop(HopKind kind, string? name, string detail) => new(kind, name, detail, null, null, [], null, null, null);
}
