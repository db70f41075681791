using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace NetApi.Tests.Engine;

[Trait("Ring", "Engine")]
public sealed class NetworksOverHttpTests(LabApi api) : IClassFixture<LabApi>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_network_is_created_shown_and_removed()
    {
        await using var lab = new LabDocker();
        var client = api.Admin;
        var name = lab.NewNetworkName();
        var body = new { name, subnet = "10.211.0.0/24", gateway = "10.211.0.254", @internal = true, icc = false, ipv6 = true, ipv6Subnet = "fd00:211::/64", labels = new { app = "shop" } };
        var response = await client.PostAsJsonAsync("/api/v1/networks", body, Token);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var shown = await response.ReadJsonAsync();
        var inspect = await lab.InspectAsync("network", name);
        Assert.Equal($"/api/v1/networks/{inspect.GetProperty("Id").GetString()}", response.Headers.Location?.OriginalString);
        Assert.True(inspect.GetProperty("Internal").GetBoolean() && inspect.GetProperty("EnableIPv6").GetBoolean());
        Assert.Equal("shop", inspect.GetProperty("Labels").GetProperty("app").GetString());
        Assert.Equal(["10.211.0.0/24", "fd00:211::/64"], shown.GetProperty("subnets").EnumerateArray().Select(n => n.GetProperty("subnet").GetString()));
        Assert.Equal("10.211.0.254", shown.GetProperty("subnets")[0].GetProperty("gateway").GetString());
        Assert.Equal((true, false, true), (shown.GetProperty("internal").GetBoolean(), shown.GetProperty("icc").GetBoolean(), shown.GetProperty("ipv6Enabled").GetBoolean()));
        Assert.Equal((await client.GetJsonAsync(response.Headers.Location!.OriginalString)).EnumerateObject().Select(m => m.Name), shown.EnumerateObject().Select(m => m.Name));
        var bridge = shown.GetProperty("bridge");
        Assert.Equal((int)(await LabApi.IpAsync(null, "link", "show", "dev", bridge.GetProperty("name").GetString()!))[0]!["ifindex"]!, bridge.GetProperty("index").GetInt32());

        await (await client.PostAsJsonAsync("/api/v1/networks", new { name = name + "-2", subnet = "10.211.0.128/25" }, Token)).ReadProblemAsync(HttpStatusCode.Conflict, "conflict");
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/api/v1/networks/{name}", Token)).StatusCode);
        await (await client.DeleteAsync($"/api/v1/networks/{name}", Token)).ReadProblemAsync(HttpStatusCode.NotFound, "network-not-found");
        Assert.False(await lab.ExistsAsync("network", name));
    }

    [Fact]
    public async Task A_container_is_attached_once_and_detached_once()
    {
        await using var lab = new LabDocker();
        var client = api.Admin;
        var (network, container) = (lab.NewNetworkName(), lab.NewContainerName());
        await lab.DockerAsync("network", "create", "--subnet", "10.212.0.0/24", network);
        await lab.DockerAsync("run", "-d", "--name", container, LabDocker.Busybox, "sleep", "600");
        var path = $"/api/v1/networks/{network}/containers/{container}";

        var body = new { ipv4Address = "10.212.0.9", aliases = new[] { "db" } };
        var attached = await client.PutAsJsonAsync(path, body, Token);
        Assert.Equal(HttpStatusCode.Created, attached.StatusCode);
        var shown = await attached.ReadJsonAsync();
        Assert.Equal("10.212.0.9/24", shown.GetProperty("ipv4Address").GetString());
        var endpoint = (await lab.InspectAsync("container", container)).GetProperty("NetworkSettings").GetProperty("Networks").GetProperty(network);
        Assert.Equal("10.212.0.9", endpoint.GetProperty("IPAddress").GetString());
        Assert.Contains("db", endpoint.GetProperty("Aliases").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal("10.212.0.9/24", (await client.GetFromJsonAsync<JsonElement>(attached.Headers.Location, Token)).GetProperty("ipv4Address").GetString());
        var again = await client.PutAsJsonAsync(path, body, Token);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        foreach (var answer in new[] { shown, await again.ReadJsonAsync() })
            Assert.Equal((await client.GetJsonAsync(path)).EnumerateObject().Select(m => m.Name), answer.EnumerateObject().Select(m => m.Name));
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync(path, null, Token)).StatusCode);
        await (await client.PutAsJsonAsync(path, new { ipv4Address = "10.212.0.10" }, Token)).ReadProblemAsync(HttpStatusCode.Conflict, "conflict");
        await (await client.DeleteAsync($"/api/v1/networks/{network}", Token)).ReadProblemAsync(HttpStatusCode.Conflict, "wrong-state");

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(path, Token)).StatusCode);
        await (await client.DeleteAsync(path, Token)).ReadProblemAsync(HttpStatusCode.NotFound, "attachment-not-found");
        var left = (await lab.InspectAsync("container", container)).GetProperty("NetworkSettings").GetProperty("Networks");
        Assert.Equal(["bridge"], left.EnumerateObject().Select(n => n.Name));
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/api/v1/networks/{network}", Token)).StatusCode);
    }

    [Fact]
    public async Task A_container_that_never_ran_is_attached_and_keeps_its_network()
    {
        await using var lab = new LabDocker();
        var client = api.Admin;
        var (network, container) = (lab.NewNetworkName(), lab.NewContainerName());
        await lab.DockerAsync("network", "create", network);
        await lab.DockerAsync("create", "--name", container, LabDocker.Busybox, "sleep", "600");
        var path = $"/api/v1/networks/{network}/containers/{container}";
        Assert.Equal(HttpStatusCode.Created, (await client.PutAsync(path, null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync(path, null, Token)).StatusCode);
        var refused = await client.DeleteAsync($"/api/v1/networks/{network}", Token);
        await refused.ReadProblemAsync(HttpStatusCode.Conflict, "wrong-state");
        Assert.Contains($"{container} (created)", (await refused.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(path, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/api/v1/networks/{network}", Token)).StatusCode);
    }

    [Fact]
    public async Task A_container_with_the_hosts_network_is_not_attached()
    {
        await using var lab = new LabDocker();
        var client = api.Admin;
        var (network, container) = (lab.NewNetworkName(), lab.NewContainerName());
        await lab.DockerAsync("network", "create", network);
        await lab.DockerAsync("create", "--name", container, "--network", "host", LabDocker.Busybox, "sleep", "600");
        await (await client.PutAsync($"/api/v1/networks/{network}/containers/{container}", null, Token)).ReadProblemAsync(HttpStatusCode.Conflict, "wrong-state");
        await (await client.DeleteAsync($"/api/v1/networks/host/containers/{container}", Token)).ReadProblemAsync(HttpStatusCode.Conflict, "wrong-state");
    }

    [Fact]
    public async Task A_subnet_that_a_route_of_the_host_leads_to_is_a_conflict()
    {
        await using var lab = new LabDocker();
        var client = api.Admin;
        var link = "na" + Guid.NewGuid().ToString("N")[..8];
        await LabApi.RunAsync("ip", "link", "add", link, "type", "bridge");
        try
        {
            await LabApi.RunAsync("ip", "address", "add", "10.213.0.1/24", "dev", link);
            await LabApi.RunAsync("ip", "link", "set", link, "up");
            var response = await client.PostAsJsonAsync("/api/v1/networks", new { name = lab.NewNetworkName(), subnet = "10.213.0.0/16" }, Token);
            await response.ReadProblemAsync(HttpStatusCode.Conflict, "conflict");
            Assert.Contains($"10.213.0.0/24 dev {link}", (await response.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            await LabApi.RunAsync("ip", "link", "del", link);
        }
    }
}
