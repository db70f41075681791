using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed partial class EngineObserverTests
{
    [Fact]
    public async Task Observe_CapturedHost_ReadsARunningContainer()
    {
        var web = (await ObserveCapturesAsync("inspect-web-20.10.json")).Containers.Single(c => c.Name == "web");
        Assert.Equal((ContainerState.Running, "netapi/busybox:1", "capnet", "unless-stopped"), (web.State, web.Image, web.NetworkMode, web.RestartPolicy));
        Assert.Equal(DateTimeOffset.Parse("2026-11-24T02:22:52.2733518Z"), web.CreatedAt, TimeSpan.FromMicroseconds(1));
        Assert.Equal(DateTimeOffset.Parse("2026-11-24T02:22:52.7643191Z"), web.StartedAt!.Value, TimeSpan.FromMicroseconds(1));
        Assert.Equal(TimeSpan.Zero, web.CreatedAt.Offset);
        Assert.Null(web.ExitCode);
        Assert.Equal(9666, web.Pid);
        Assert.Equal("/run/docker/netns/1d97fb0888bd", web.SandboxKey);
        Assert.Equal(["sleep", "3600"], web.Command);
        Assert.Empty(web.Entrypoint);
        Assert.Equal([new("app", "shop"), new("role", "front")], web.Labels);
        Assert.True(web.Tty && web.OpenStdin);
        Assert.Equal(64 << 20, web.MemoryLimitBytes);
    }

    [Theory]
    [InlineData("inspect-web-20.10.json", "21474f71dd9f,front")]
    [InlineData("inspect-web-1.52.json", "front")]
    public async Task Observe_CapturedHost_ReadsTheEndpoint(string capture, string aliases)
    {
        var attachment = Assert.Single((await ObserveCapturesAsync(capture)).Containers.Single(c => c.Name == "web").Networks);
        Assert.Equal(("capnet", "75bd38fd5f4d8245a30a6d5da6330a49dfca72b004a9da39caceec24abedd4f2"), (attachment.NetworkName, attachment.NetworkId));
        Assert.Equal(InterfaceAddress.Parse("10.77.0.7/16"), attachment.Ipv4);
        Assert.Equal(InterfaceAddress.Parse("fd00:77::2/64"), attachment.Ipv6);
        Assert.Equal(IPAddress.Parse("10.77.0.1"), attachment.Gateway);
        Assert.Equal(MacAddress.Parse("02:42:0a:4d:00:07"), attachment.Mac);
        Assert.Equal(aliases, string.Join(',', attachment.Aliases));
    }

    [Fact]
    public async Task Observe_CapturedHost_ReadsPortsInForceAndConfigured()
    {
        var containers = (await ObserveCapturesAsync("inspect-web-20.10.json")).Containers;
        Assert.Equal(
            [
                new PublishedPort(IPAddress.Any, 8000, 80, TransportProtocol.Tcp),
                new PublishedPort(IPAddress.IPv6Any, 8000, 80, TransportProtocol.Tcp),
                new PublishedPort(IPAddress.Loopback, 7000, 81, TransportProtocol.Udp),
            ],
            containers.Single(c => c.Name == "web").PublishedPorts);
        Assert.Equal(
            [
                new PublishedPort(IPAddress.Any, 0, 80, TransportProtocol.Tcp),
                new PublishedPort(IPAddress.IPv6Any, 0, 80, TransportProtocol.Tcp),
                new PublishedPort(IPAddress.Any, 0, 81, TransportProtocol.Tcp),
                new PublishedPort(IPAddress.IPv6Any, 0, 81, TransportProtocol.Tcp),
            ],
            containers.Single(c => c.Name == "idle").PublishedPorts);
    }

    [Fact]
    public async Task Observe_CapturedHost_ReadsContainersThatDoNotRun()
    {
        var containers = (await ObserveCapturesAsync("inspect-web-20.10.json")).Containers;
        var idle = containers.Single(c => c.Name == "idle");
        Assert.Equal((ContainerState.Created, null, null, null, null), (idle.State, idle.Pid, idle.SandboxKey, idle.StartedAt, idle.ExitCode));
        var done = containers.Single(c => c.Name == "done");
        Assert.Equal((ContainerState.Exited, 3, null), (done.State, done.ExitCode, done.Pid));
        Assert.NotNull(done.StartedAt);
        Assert.Null(Assert.Single(done.Networks).Ipv4);
    }

    [Fact]
    public async Task Observe_CapturedHost_ReadsNetworks()
    {
        var networks = (await ObserveCapturesAsync("inspect-web-20.10.json")).Networks;
        Assert.Equal(["bridge", "capnet", "host", "none"], networks.Select(n => n.Name));
        var capnet = networks[1];
        Assert.Equal(("bridge", "local", "br-75bd38fd5f4d", false, true, false), (capnet.Driver, capnet.Scope, capnet.BridgeName, capnet.Icc, capnet.Ipv6Enabled, capnet.IsInternal));
        Assert.Equal(
            [new NetworkSubnet(IPNetwork.Parse("10.77.0.0/16"), IPAddress.Parse("10.77.0.1")), new NetworkSubnet(IPNetwork.Parse("fd00:77::/64"), null)],
            capnet.Subnets);
        Assert.Equal([new("team", "net")], capnet.Labels);
        Assert.Equal(("docker0", true), (networks[0].BridgeName, networks[0].Icc));
        Assert.Null(networks[2].BridgeName);
    }

    [Fact]
    public async Task Observe_GatewayWrittenWithPrefix_ReadsTheAddress()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("GET /containers/json", HttpStatusCode.OK, "[]").On("GET /networks", HttpStatusCode.OK, """
            [{"Name":"n","Id":"0123456789abcdef","Driver":"bridge","Scope":"local","Created":"2026-01-01T00:00:00Z",
              "IPAM":{"Config":[{"Subnet":"10.9.8.7/16","Gateway":"10.9.0.1/16"},{"Subnet":""}]},"Options":null,"Labels":null}]
            """);
        using var engine = standIn.Connect();
        var network = Assert.Single((await ObserveAsync(engine)).Networks);
        Assert.Equal([new NetworkSubnet(IPNetwork.Parse("10.9.0.0/16"), IPAddress.Parse("10.9.0.1"))], network.Subnets);
        Assert.Equal("br-0123456789ab", network.BridgeName);
    }

    [Fact]
    public async Task Observe_ContainerThatVanishes_IsLeftOut()
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        standIn.On($"GET /containers/{IdOf("done")}/json", HttpStatusCode.NotFound, """{"message":"No such container"}""");
        using var engine = standIn.Connect();
        var observation = await ObserveAsync(engine);
        Assert.Equal(["idle", "web"], observation.Containers.Select(c => c.Name));
        Assert.Empty(observation.Gaps);
    }

    [Fact]
    public async Task Observe_InspectionThatHasTheLeastThatNamesAContainer_IsRead()
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        standIn.On($"GET /containers/{IdOf("idle")}/json", HttpStatusCode.OK, $$$"""
            {"Id":"{{{IdOf("idle")}}}","Name":"/idle","State":null,"Config":null,"HostConfig":null,"NetworkSettings":{"Networks":{"n":null} } }
            """);
        using var engine = standIn.Connect();
        var observation = await ObserveAsync(engine);
        Assert.Empty(observation.Gaps);
        var idle = observation.Containers.Single(c => c.Name == "idle");
        Assert.Equal((ContainerState.Unknown, "", "n", ""), (idle.State, idle.Image, idle.Networks[0].NetworkName, idle.Networks[0].NetworkId));
    }

    [Fact]
    public async Task Observe_ListThatNamesAContainerTwice_ShowsItOnce()
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        standIn.On("GET /containers/json", HttpStatusCode.OK, $$"""[{"Id":"{{IdOf("idle")}}"},{"Id":"{{IdOf("web")}}"},{"Id":"{{IdOf("idle")}}"}]""");
        using var engine = standIn.Connect();
        var observation = await ObserveAsync(engine);
        Assert.Equal(["idle", "web"], observation.Containers.Select(c => c.Name));
        Assert.Empty(observation.Gaps);
    }

    [Fact]
    public async Task Observe_NetworkThatIsListedTwice_IsShownOnce()
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        standIn.On("GET /networks", HttpStatusCode.OK, """[{"Id":"1","Name":"n"},{"Id":"1","Name":"n"},{"Id":"2","Name":"n"}]""");
        using var engine = standIn.Connect();
        Assert.Equal(["1", "2"], (await ObserveAsync(engine)).Networks.Select(n => n.Id));
    }

    [Theory]
    [InlineData("inspect-web-20.10.json")]
    [InlineData("inspect-web-1.52.json")]
    public async Task Observe_CapturedHost_ReadsExposedPorts(string capture)
    {
        var web = (await ObserveCapturesAsync(capture)).Containers.Single(c => c.Name == "web");
        Assert.Equal([new ExposedPort(80, TransportProtocol.Tcp), new ExposedPort(99, TransportProtocol.Tcp), new ExposedPort(81, TransportProtocol.Udp)], web.ExposedPorts);
    }

    [Fact]
    public async Task Observe_NetworksOfOtherDrivers_ReadsWhatCarriesThem()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("GET /containers/json", HttpStatusCode.OK, "[]").On("GET /networks", HttpStatusCode.OK, """
            [{"Name":"a","Id":"0123456789abcdef","Driver":"macvlan","Scope":"local","Created":"2026-01-01T00:00:00Z","Options":{"parent":"eth0.7"}},
             {"Name":"b","Id":"0123456789abcdee","Driver":"macvlan","Scope":"local","Created":"2026-01-01T00:00:00Z","Internal":true},
             {"Name":"c","Id":"0123456789abcded","Driver":"ipvlan","Scope":"local","Created":"2026-01-01T00:00:00Z"},
             {"Name":"d","Id":"abcdefghijklmnopqrstuvwxy","Driver":"overlay","Scope":"swarm","Created":"2026-01-01T00:00:00Z","Attachable":true},
             {"Name":"e","Id":"abcdefghijklmnopqrstuvwxz","Driver":"overlay","Scope":"swarm","Created":"2026-01-01T00:00:00Z","Ingress":true}]
            """);
        using var engine = standIn.Connect();
        var networks = (await ObserveAsync(engine)).Networks;
        Assert.Equal(["eth0.7", "dm-0123456789ab", "di-0123456789ab", null, null], networks.Select(n => n.ParentLink));
        Assert.Equal([false, false, false, true, false], networks.Select(n => n.IsAttachable));
        Assert.Equal([false, false, false, false, true], networks.Select(n => n.IsIngress));
        Assert.All(networks, n => Assert.Null(n.BridgeName));
    }

    private static async Task<EngineObservation> ObserveCapturesAsync(string webCapture)
    {
        await using var standIn = await CapturedAsync(webCapture);
        using var engine = standIn.Connect();
        var observation = await ObserveAsync(engine);
        Assert.Empty(observation.Gaps);
        return observation;
    }

    private static async Task<StandInEngine> CapturedAsync(string webCapture)
    {
        var standIn = await StandInEngine.StartAsync();
        return standIn
            .On("GET /containers/json", HttpStatusCode.OK, StandInEngine.Capture("containers-20.10.json"))
            .On("GET /networks", HttpStatusCode.OK, StandInEngine.Capture("networks-20.10.json"))
            .On($"GET /containers/{IdOf("web")}/json", HttpStatusCode.OK, StandInEngine.Capture(webCapture))
            .On($"GET /containers/{IdOf("idle")}/json", HttpStatusCode.OK, StandInEngine.Capture("inspect-idle-20.10.json"))
            .On($"GET /containers/{IdOf("done")}/json", HttpStatusCode.OK, StandInEngine.Capture("inspect-done-20.10.json"));
    }

    private static string IdOf(string name)
    {
        using var json = System.Text.Json.JsonDocument.Parse(StandInEngine.Capture($"inspect-{name}-20.10.json"));
        return json.RootElement.GetProperty("Id").GetString()!;
    }

    private static Task<EngineObservation> ObserveAsync(EngineClient engine) => new EngineObserver(engine).ObserveAsync(TestContext.Current.CancellationToken);
}
