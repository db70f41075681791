using System.Net;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Containers;

public sealed class ContainersOverHttpTests : IAsyncLifetime
{
    private static readonly HostState State = SampleHost.WithWeb with
    {
        Containers = [SampleHost.Web, .. Enumerable.Range(0, 5).Select(i => SampleHost.Web with { Id = $"c{i}" + new string('0', 62), Name = $"stopped{i}", State = ContainerState.Exited })],
    };

    private readonly InProcessNetApi _api = InProcessNetApi.Over(State);
    private HttpClient _client = null!;

    [Theory]
    [InlineData("myweb")]
    [InlineData("aaaa")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_container_is_found_by_name_prefix_or_id(string id)
    {
        var web = await _client.GetJsonAsync($"/api/v1/containers/{id}");
        Assert.Equal("myweb", web.Text("name"));
        Assert.Equal("running", web.Text("state"));
        var eth0 = web.GetProperty("interfaces")[0];
        Assert.Equal(("eth0", "172.17.0.7/16", "docker0"), (eth0.Text("name"), eth0.GetProperty("addresses")[0].GetString(), eth0.Text("bridge")));
        Assert.Equal(("veth8d73f3e", "confirmed"), (eth0.GetProperty("vethPair").Text("hostName"), eth0.GetProperty("vethPair").Text("verdict")));
        Assert.Equal("0.0.0.0", web.GetProperty("ports")[0].Text("hostIp"));
    }

    [Theory]
    [InlineData("GET", "/api/v1/containers/ghost")]
    [InlineData("GET", "/api/v1/containers/ghost/path")]
    [InlineData("POST", "/api/v1/containers/ghost/start")]
    [InlineData("POST", "/api/v1/containers/ghost/stop")]
    [InlineData("POST", "/api/v1/containers/ghost/restart")]
    [InlineData("DELETE", "/api/v1/containers/ghost")]
    public async Task An_unknown_container_is_404(string method, string path)
    {
        using var answer = await _client.SendAsync(new HttpMethod(method), path);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.NotFound, "container-not-found");
        Assert.Contains("'ghost'", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/v1/containers/c")]
    [InlineData("GET", "/api/v1/containers/c/path")]
    [InlineData("POST", "/api/v1/containers/c/stop")]
    [InlineData("DELETE", "/api/v1/containers/c")]
    public async Task A_prefix_of_several_is_409_and_names_them(string method, string path)
    {
        using var answer = await _client.SendAsync(new HttpMethod(method), path);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.Conflict, "ambiguous");
        Assert.Contains("fits 5 containers: stopped0 (c00000000000)", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_container_is_removed_by_force_alone()
    {
        using var answer = await _client.SendAsync(HttpMethod.Delete, "/api/v1/containers/myweb");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.Conflict, "wrong-state");
        Assert.Contains("?force=true", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop?timeoutSeconds=-1", "out-of-range")]
    [InlineData("restart?timeoutSeconds=301", "out-of-range")]
    [InlineData("stop?timeoutSeconds=soon", "unreadable")]
    public async Task A_grace_period_is_bounded(string call, string code)
    {
        using var answer = await _client.SendAsync(HttpMethod.Post, $"/api/v1/containers/myweb/{call}");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal([("?timeoutSeconds", code)], problem.Faults());
    }

    [Fact]
    public async Task An_unknown_state_is_400()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, "/api/v1/containers?state=up");
        Assert.Equal([("?state", "unknown-word")], (await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed")).Faults());
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        Assert.Equal(["myweb"], (await _client.GetJsonAsync("/api/v1/containers?state=running")).Items().Select(c => c.Text("name")));
        Assert.Equal(5, (await _client.GetJsonAsync("/api/v1/containers?name=stopped&network=bridge")).Items().Count());
    }

    [Fact]
    public async Task Pages_give_each_container_once()
    {
        var names = new List<string>();
        var cursor = "";
        do
        {
            var page = await _client.GetJsonAsync($"/api/v1/containers?limit=2{cursor}");
            names.AddRange(page.Items().Select(c => c.Text("name")));
            cursor = page.GetProperty("nextCursor").GetString() is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);
        Assert.Equal(["myweb", "stopped0", "stopped1", "stopped2", "stopped3", "stopped4"], names);
    }

    [Fact]
    public async Task A_name_in_use_is_409_before_anything_is_made()
    {
        using var body = HttpAnswers.Json("{\"name\":\"myweb\",\"image\":\"nginx\",\"pull\":\"always\",\"ports\":[{\"hostPort\":\"8000\",\"containerPort\":80}]}");
        using var answer = await _client.SendAsync(HttpMethod.Post, "/api/v1/containers", body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.Conflict, "conflict");
        Assert.Contains(("/name", "name-taken"), problem.Faults());
        Assert.Contains(("/ports", "port-taken"), problem.Faults());
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
