using System.Net;
using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.Ports;

/// <summary>Examples for the OpenAPI document: the article's web server, and a host's own sshd.</summary>
internal static class PortExamples
{
    private static readonly DateTimeOffset ObservedAt = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero);

    private static readonly PortHolderResource Web = new(
        PortHolderKind.RunningContainer,
        TopologyExamples.Web,
        80,
        new ProcessRef(4733, "docker-proxy"),
        null,
        false,
        "port 8000/tcp on 0.0.0.0 is published by the running container myweb");

    private static readonly PortHolderResource Sshd = new(
        PortHolderKind.HostProcess,
        null,
        null,
        new ProcessRef(812, "sshd"),
        null,
        false,
        "port 22/tcp on 0.0.0.0 is held by process 812 (sshd)");

    public static readonly PortPage Page = new(
        [
            new PortResource(TransportProtocol.Tcp, IPAddress.Any, 22, Sshd, true),
            new PortResource(TransportProtocol.Tcp, IPAddress.Any, 8000, Web, true),
        ],
        [new ExposedResource(TopologyExamples.Web, [new ExposedPort(443, TransportProtocol.Tcp)])],
        null,
        true,
        [],
        ObservedAt);

    public static readonly FreePortsResource Free = new(
        TransportProtocol.Tcp,
        null,
        [8001, 8002, 8003],
        8003,
        1,
        [new SkippedPort(8000, [Web])],
        [],
        true,
        [],
        ObservedAt);
}
