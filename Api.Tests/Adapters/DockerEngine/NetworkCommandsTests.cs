using System.Net;
using System.Text.Json;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class NetworkCommandsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void ParametersOf_FullSpec_SaysIt()
    {
        var request = NetworkCommands.ParametersOf(new NetworkSpec
        {
            Name = "n",
            Subnet = IPNetwork.Parse("10.9.0.0/16"),
            Gateway = IPAddress.Parse("10.9.0.1"),
            Ipv6Subnet = IPNetwork.Parse("fd00:9::/64"),
            EnableIpv6 = true,
            Internal = true,
            Icc = false,
        });
        Assert.Equal(("n", "bridge", true, true), (request.Name, request.Driver, request.Internal, request.EnableIPv6));
        Assert.Equal([("10.9.0.0/16", "10.9.0.1"), ("fd00:9::/64", "")], request.IPAM!.Config!.Select(c => (c.Subnet, c.Gateway)));
        Assert.Equal("false", request.Options!["com.docker.network.bridge.enable_icc"]);
    }

    [Fact]
    public async Task Create_NameInUseOnAnOldEngine_IsRefusedBeforeItIsMade()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("GET /networks", HttpStatusCode.OK, """[{"Name":"n","Id":"1","Created":"2026-01-01T00:00:00Z"}]""");
        using var engine = standIn.Connect();
        using var networks = new NetworkCommands(engine);
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => networks.CreateAsync(new NetworkSpec { Name = "n" }, Token));
        Assert.Equal((409, "create network"), (failure.StatusCode, failure.Operation));
        Assert.DoesNotContain("POST /v1.41/networks/create", standIn.Requests);
    }

    [Fact]
    public async Task Create_OnANewEngine_LeavesNamesToTheEngine()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.Api = "1.44";
        standIn.On("POST /networks/create", HttpStatusCode.Created, """{"Id":"beef","Warning":"careful"}""");
        using var engine = standIn.Connect();
        using var networks = new NetworkCommands(engine);
        var created = await networks.CreateAsync(new NetworkSpec { Name = "n" }, Token);
        Assert.Equal("beef", created.Id);
        Assert.Equal(["careful"], created.Warnings);
        Assert.Equal(["GET /version", "POST /v1.44/networks/create"], standIn.Requests);
    }

    [Fact]
    public async Task Connect_FixedAddress_AsksForIt()
    {
        var body = "";
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("POST /networks/beef/connect", async http => body = await new StreamReader(http.Request.Body).ReadToEndAsync());
        using var engine = standIn.Connect();
        using var networks = new NetworkCommands(engine);
        await networks.ConnectAsync("beef", "c0ffee", IPAddress.Parse("10.9.0.7"), null, ["www"], Token);
        using var json = JsonDocument.Parse(body);
        Assert.Equal("c0ffee", json.RootElement.GetProperty("Container").GetString());
        var endpoint = json.RootElement.GetProperty("EndpointConfig");
        Assert.Equal("10.9.0.7", endpoint.GetProperty("IPAMConfig").GetProperty("IPv4Address").GetString());
        Assert.Equal("www", endpoint.GetProperty("Aliases")[0].GetString());
    }
}
