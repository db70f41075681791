using System.Net;
using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.Containers;

/// <summary>Examples for the OpenAPI document: the article's web server.</summary>
internal static class ContainerExamples
{
    public static readonly CreateContainerRequest Request = new()
    {
        Name = "myweb",
        Image = "nginx",
        Ports = [new PortRequest { HostPort = new PortText("8000"), ContainerPort = new PortText("80") }],
    };

    public static readonly ContainerResource Web = new()
    {
        Id = "2d1f0c6f2c1e7f0f8b6c7c2f4a54f5f8a3b3f9ad8c0a4ddc4b8b1a0a9f1e6c55",
        Name = "myweb",
        Image = "nginx",
        State = ContainerState.Running,
        CreatedAt = new DateTimeOffset(2026, 11, 24, 9, 29, 58, TimeSpan.Zero),
        StartedAt = new DateTimeOffset(2026, 11, 24, 9, 29, 59, TimeSpan.Zero),
        Pid = 4711,
        Command = [],
        Entrypoint = [],
        Labels = new Dictionary<string, string>(),
        Tty = false,
        OpenStdin = false,
        RestartPolicy = "no",
        NetworkMode = "default",
        Ports = [new PublishedPortResource(IPAddress.Any, 8000, 80, TransportProtocol.Tcp)],
        ExposedPorts = [new ExposedPort(80, TransportProtocol.Tcp)],
        Networks =
        [
            new AttachmentResource(
                "8c3f0e5b9a1d4b7c8d2e6f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c",
                "bridge",
                InterfaceAddress.Parse("172.17.0.7/16"),
                null,
                IPAddress.Parse("172.17.0.1"),
                MacAddress.Parse("02:42:ac:11:00:07"),
                []),
        ],
        Namespace = new NamespaceRef(new NetnsId("6f1c2a9b-4097"), NetnsKind.Container, "myweb"),
        Interfaces =
        [
            new InterfaceResource(
                "eth0",
                12,
                "veth",
                MacAddress.Parse("02:42:ac:11:00:07"),
                1500,
                LinkState.Up,
                [InterfaceAddress.Parse("172.17.0.7/16")],
                new InterfaceVethPair("veth8d73f3e", 13, VethVerdict.Confirmed),
                "docker0"),
        ],
        Warnings = [new Warning("open-to-the-outside", "Port 8000/tcp is published on all addresses of the host, so it is open to the outside.")],
    };
}
