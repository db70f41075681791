using NetApi.Domain.Graph;
using NetApi.Domain.Topology;

namespace NetApi.Graph;

/// <summary>An example for the OpenAPI document: a container, its veth pair, and docker0.</summary>
internal static class TopologyGraphExamples
{
    public static readonly GraphResource Web = new(
        [
            new GraphNode { Id = "port:0.0.0.0:8000/tcp", Kind = NodeKind.PublishedPort, Name = "0.0.0.0:8000/tcp", Type = "tcp", Addresses = ["0.0.0.0"], Details = [new NodeDetail("hostPort", "8000")] },
            new GraphNode { Id = "link:host/docker0", Kind = NodeKind.Bridge, Name = "docker0", Place = "host", Type = "bridge", State = "up", Addresses = ["172.17.0.1/16"], Details = [new NodeDetail("index", "3"), new NodeDetail("mtuBytes", "1500")] },
            new GraphNode { Id = "link:host/veth8d73f3e", Kind = NodeKind.VethEnd, Name = "veth8d73f3e", Place = "host", Type = "veth", State = "up", Details = [new NodeDetail("index", "13"), new NodeDetail("mtuBytes", "1500")] },
            new GraphNode { Id = "link:myweb/eth0", Kind = NodeKind.VethEnd, Name = "eth0", Place = "myweb", Type = "veth", State = "up", Addresses = ["172.17.0.7/16"], Details = [new NodeDetail("index", "12"), new NodeDetail("mtuBytes", "1500")] },
            new GraphNode { Id = "container:myweb", Kind = NodeKind.Container, Name = "myweb", EntityId = new string('a', 64), Place = "myweb", State = "running", Addresses = ["172.17.0.7/16"], Details = [new NodeDetail("image", "nginx"), new NodeDetail("networkMode", "default")] },
        ],
        [
            GraphEdge.Between(EdgeKind.Enslaved, "link:host/veth8d73f3e", "link:host/docker0"),
            GraphEdge.Between(EdgeKind.Peer, "link:host/veth8d73f3e", "link:myweb/eth0") with
            {
                Evidence = new PeerEvidence(
                    VethVerdict.Confirmed,
                    new PeerEnd(13, new NetnsId("6f1c2a9b-1"), 12, new NetnsId("6f1c2a9b-4097")),
                    new PeerEnd(12, new NetnsId("6f1c2a9b-4097"), 13, new NetnsId("6f1c2a9b-1"))),
            },
            GraphEdge.Between(EdgeKind.Forwards, "port:0.0.0.0:8000/tcp", "container:myweb") with { Id = "forwards:port:0.0.0.0:8000/tcp>container:myweb:80/tcp", Label = "80/tcp" },
        ],
        ["Shows container:myweb and what is within 2 steps."],
        true,
        [],
        42,
        new DateTimeOffset(2026, 11, 24, 9, 30, 0, TimeSpan.Zero));
}
