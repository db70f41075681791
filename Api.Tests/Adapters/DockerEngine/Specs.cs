using System.Collections.Immutable;
using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Adapters.DockerEngine;

internal static class Specs
{
    /// <summary>Says everything a spec can say.</summary>
    public static readonly ContainerSpec Maximal = new()
    {
        Name = "web",
        Image = "nginx",
        Command = ["sleep", "1"],
        Entrypoint = ["/bin/sh"],
        Env = ImmutableSortedDictionary<string, string>.Empty.Add("A", "1=2"),
        Labels = ImmutableSortedDictionary<string, string>.Empty.Add("app", "shop"),
        Tty = true,
        OpenStdin = true,
        Ports =
        [
            new PortSpec(null, 8000, 80, TransportProtocol.Tcp),
            new PortSpec(IPAddress.Loopback, 0, 80, TransportProtocol.Tcp),
            new PortSpec(IPAddress.IPv6Any, 53, 53, TransportProtocol.Udp),
        ],
        Networks =
        [
            new AttachmentSpec("front", IPAddress.Parse("10.1.0.7"), IPAddress.Parse("fd00::7"), ["www"]),
            new AttachmentSpec("back", null, null, []),
        ],
        Volumes = [new VolumeSpec("data", "/data", true)],
        RestartPolicy = "unless-stopped",
        MemoryLimitBytes = 64 << 20,
    };
}
