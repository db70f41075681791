using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NetApi.Bench.Hosts;

namespace NetApi.Bench.Engine;

/// <summary>The bodies of the engine's answers, in its own words.</summary>
internal sealed class EngineAnswers(IReadOnlyList<SyntheticContainer> containers)
{
    /// <summary>Names as they stand.</summary>
    public static readonly JsonSerializerOptions Json = new();

    private static readonly ImmutableDictionary<string, string> Nothing = ImmutableDictionary<string, string>.Empty;

    private readonly bool[] _isStopped = new bool[containers.Count];

    public static object Version { get; } = new { Version = "28.5.2", ApiVersion = "1.51", MinAPIVersion = "1.24", Os = "linux", Arch = "amd64", KernelVersion = "6.1.0" };

    public static object Info { get; } = new
    {
        ServerVersion = "28.5.2",
        Name = "bench",
        Driver = "overlay2",
        CgroupDriver = "cgroupfs",
        CgroupVersion = "2",
        LiveRestoreEnabled = false,
        Swarm = new { LocalNodeState = "inactive" },
        DefaultAddressPools = (object[])[new { Base = "172.17.0.0/12", Size = 16 }],
    };

    public object Containers() => containers.Select(c => new
    {
        Id = IdOf(c),
        Names = (string[])[$"/{NameOf(c)}"],
        Image = "nginx",
        ImageID = "sha256:" + new string('0', 64),
        Command = "nginx",
        Created = 1795486972,
        Ports = (object[])[],
        Labels = Nothing,
        State = _isStopped[c.Number] ? "exited" : "running",
        Status = _isStopped[c.Number] ? "Exited (0) 1 second ago" : "Up 1 hour",
        HostConfig = new { NetworkMode = NetworkOf(c.Bridge) },
        NetworkSettings = new { Networks = EndpointsOf(c) },
        Mounts = (object[])[],
    });

    public object? Container(string id)
    {
        if (containers.FirstOrDefault(c => IdOf(c) == id) is not { } container)
            return null;
        var isStopped = _isStopped[container.Number];
        return new
        {
            Id = id,
            Created = "2026-11-24T02:22:52.273351871Z",
            Name = $"/{NameOf(container)}",
            State = new
            {
                Status = isStopped ? "exited" : "running",
                Running = !isStopped,
                // No process is in the namespace: its bind mount leads there.
                Pid = 0,
                ExitCode = 0,
                StartedAt = "2026-11-24T02:22:52.764319148Z",
                FinishedAt = isStopped ? "2026-11-24T03:22:52.764319148Z" : "0001-01-01T00:00:00Z",
            },
            Image = "sha256:" + new string('0', 64),
            HostConfig = new { NetworkMode = NetworkOf(container.Bridge), PortBindings = PortsOf(container), RestartPolicy = new { Name = "no", MaximumRetryCount = 0 } },
            Config = new { Image = "nginx", Cmd = (string[])["nginx", "-g", "daemon off;"], Labels = Nothing, ExposedPorts = new Dictionary<string, object> { ["80/tcp"] = new { } } },
            NetworkSettings = new
            {
                SandboxKey = isStopped ? "" : container.Path,
                Ports = isStopped ? [] : PortsOf(container),
                Networks = EndpointsOf(container),
            },
        };
    }

    public static object Networks() => Enumerable.Range(0, SyntheticHost.Bridges).Select(NetworkAt);

    public static object? Network(string id) => Enumerable.Range(0, SyntheticHost.Bridges).Where(b => IdOf(b) == id).Select(NetworkAt).FirstOrDefault();

    public void SetRunning(int number, bool isRunning) => _isStopped[number] = !isRunning;

    /// <summary>Who a container's events are about.</summary>
    public (EventActor Container, EventActor Network) ActorsOf(int number)
    {
        var container = containers[number];
        return (
            new EventActor(IdOf(container), new() { ["image"] = "nginx", ["name"] = NameOf(container) }),
            new EventActor(IdOf(container.Bridge), new() { ["container"] = IdOf(container), ["name"] = NetworkOf(container.Bridge), ["type"] = "bridge" }));
    }

    /// <summary>A container's name.</summary>
    public static string NameOf(SyntheticContainer container) => string.Create(CultureInfo.InvariantCulture, $"web{container.Number}");

    private static string IdOf(SyntheticContainer container) => string.Create(CultureInfo.InvariantCulture, $"{container.Number:x16}").PadRight(64, 'c');

    // libnetwork names a bridge after the first 12 digits.
    private static string IdOf(int bridge) => SyntheticHost.BridgeName(bridge)["br-".Length..].PadRight(64, 'd');

    private static string NetworkOf(int bridge) => string.Create(CultureInfo.InvariantCulture, $"net{bridge}");

    private static object NetworkAt(int bridge) => new
    {
        Name = NetworkOf(bridge),
        Id = IdOf(bridge),
        Created = "2026-11-24T02:11:01.289232141Z",
        Scope = "local",
        Driver = "bridge",
        EnableIPv6 = false,
        IPAM = new { Driver = "default", Config = (object[])[new { Subnet = $"10.{64 + bridge}.0.0/16", Gateway = SyntheticHost.GatewayOf(bridge).ToString() }] },
        Internal = false,
        Attachable = false,
        Ingress = false,
        Options = Nothing,
        Labels = Nothing,
    };

    // Every fifth container publishes a port.
    private static Dictionary<string, object[]> PortsOf(SyntheticContainer container) => container.Number % 5 != 0
        ? []
        : new() { ["80/tcp"] = [new { HostIp = "0.0.0.0", HostPort = (20000 + container.Number).ToString(CultureInfo.InvariantCulture) }] };

    private Dictionary<string, object> EndpointsOf(SyntheticContainer container)
    {
        var isStopped = _isStopped[container.Number];
        return new()
        {
            [NetworkOf(container.Bridge)] = new
            {
                NetworkID = IdOf(container.Bridge),
                EndpointID = isStopped ? "" : IdOf(container)[..63] + "e",
                Gateway = isStopped ? "" : SyntheticHost.GatewayOf(container.Bridge).ToString(),
                IPAddress = isStopped ? "" : container.Address.ToString(),
                IPPrefixLen = isStopped ? 0 : 16,
                IPv6Gateway = "",
                GlobalIPv6Address = "",
                GlobalIPv6PrefixLen = 0,
                MacAddress = isStopped ? "" : Convert.ToHexStringLower(container.Mac).Insert(10, ":").Insert(8, ":").Insert(6, ":").Insert(4, ":").Insert(2, ":"),
            },
        };
    }
}

/// <summary>Whom an event is about.</summary>
internal sealed record EventActor(string ID, Dictionary<string, string> Attributes);
