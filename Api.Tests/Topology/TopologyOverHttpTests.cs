using System.Net;
using System.Text.Json;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Topology;

public sealed class TopologyOverHttpTests : IAsyncLifetime
{
    private static readonly NetworkNamespace[] Twins =
    [
        new() { Id = new NetnsId("6f1c2a9b-50"), Inode = 50, Kind = NetnsKind.Process, Name = "busybox" },
        new() { Id = new NetnsId("6f1c2a9b-51"), Inode = 51, Kind = NetnsKind.Process, Name = "busybox" },
    ];

    private static readonly HostState State = SampleHost.WithWeb with
    {
        Namespaces = [SampleHost.HostNamespace, SampleHost.WebNamespace, .. Twins],
        Links = [.. SampleHost.WithWeb.Links, SampleHost.Link(SampleHost.WebId, 5, "br-inner", "bridge")],
    };

    private readonly InProcessNetApi _api = InProcessNetApi.Over(State);
    private HttpClient _client = null!;

    [Fact]
    public async Task Docker0_is_shown_with_the_container_behind_its_port()
    {
        var bridge = await _client.GetJsonAsync("/api/v1/bridges/docker0");
        Assert.Equal("172.17.0.1/16", bridge.GetProperty("addresses")[0].GetString());
        Assert.Equal("bridge", bridge.GetProperty("network").Text("name"));
        var port = bridge.GetProperty("ports")[0];
        Assert.Equal(("veth8d73f3e", 13, "forwarding", "myweb"), (port.Text("link"), port.GetProperty("index").GetInt32(), port.Text("state"), port.GetProperty("container").Text("name")));
    }

    [Fact]
    public async Task A_bridge_of_another_namespace_is_found_by_that_namespace_alone()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, "/api/v1/bridges/br-inner");
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "bridge-not-found");
        Assert.Equal("br-inner", (await _client.GetJsonAsync($"/api/v1/bridges/br-inner?namespace={SampleHost.WebId}")).Text("name"));
        Assert.Equal(["docker0", "br-inner"], (await _client.GetJsonAsync("/api/v1/bridges")).Items().Select(b => b.Text("name")));
    }

    [Fact]
    public async Task Veth_pairs_are_listed_with_both_ends()
    {
        var page = await _client.GetJsonAsync("/api/v1/veth-pairs");
        Assert.True(page.GetProperty("complete").GetBoolean());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("nextCursor").ValueKind);
        var pair = Assert.Single(page.Items());
        Assert.Equal("confirmed", pair.Text("verdict"));
        Assert.Equal([("host", "veth8d73f3e"), ("container", "eth0")], pair.GetProperty("ends").EnumerateArray().Select(e => (e.GetProperty("namespace").Text("kind"), e.Text("name"))));
    }

    [Theory]
    [InlineData("6f1c2a9b-4097")]
    [InlineData("4026532281")]
    [InlineData("myweb")]
    public async Task A_namespace_is_found_by_id_inode_or_name(string id) =>
        Assert.Equal("6f1c2a9b-4097", (await _client.GetJsonAsync($"/api/v1/namespaces/{id}")).Text("id"));

    [Fact]
    public async Task A_name_of_two_namespaces_is_409_and_their_ids_are_told()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, "/api/v1/namespaces/busybox");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.Conflict, "ambiguous");
        Assert.Contains("6f1c2a9b-50, 6f1c2a9b-51", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_namespace_is_404()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, "/api/v1/namespaces/nowhere");
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "namespace-not-found");
    }

    [Fact]
    public async Task Namespaces_are_paged()
    {
        var first = await _client.GetJsonAsync("/api/v1/namespaces?limit=3");
        var rest = await _client.GetJsonAsync($"/api/v1/namespaces?limit=3&cursor={first.Text("nextCursor")}");
        Assert.Equal(["host", "myweb", "busybox", "busybox"], first.Items().Concat(rest.Items()).Select(n => n.Text("name")));
    }

    public ValueTask InitializeAsync()
    {
        _client = _api.Admin();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }
}
