using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>The port table over a real engine, with ss(8) as the second source.</summary>
[Collection(nameof(ExclusiveLab))]
[Trait("Ring", "Engine")]
public sealed class PortTableTests(LabApi api)
{
    private const int Port = 18_999;

    [Fact]
    public async Task A_port_is_published_then_reserved_then_free()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var name = lab.NewContainerName();
        await api.PostAsync("/containers", 201, new { name, image = LabDocker.Busybox, command = new[] { "sleep", "1d" }, ports = new[] { new { hostIp = "127.0.0.1", hostPort = Port, containerPort = 80 } } });

        var published = await HolderAsync();
        Assert.Equal(("runningContainer", name, 80), (published!["kind"]!.ToString(), published["container"]!["name"]!.ToString(), published["containerPort"]!.GetValue<int>()));
        // The engine of the lab runs a docker-proxy for each port: it is named, and holds nothing of its own.
        var proxy = published["process"]!;
        Assert.Equal("docker-proxy", proxy["name"]!.ToString());
        Assert.Contains($"pid={proxy["pid"]},", await LabApi.RunAsync("ss", "-Hltnp", $"sport = :{Port}"), StringComparison.Ordinal);

        await api.SendAsync(HttpMethod.Post, $"/containers/{name}/stop?timeoutSeconds=0", 200);
        Assert.Equal("stoppedContainer", (await HolderAsync())!["kind"]!.ToString());
        var free = await api.GetAsync($"/ports/free?from={Port}&address=127.0.0.1");
        Assert.NotEqual(Port, free["ports"]![0]!.GetValue<int>());
        Assert.Equal(Port, free["skipped"]![0]!["port"]!.GetValue<int>());

        await api.DeleteAsync($"/containers/{name}");
        Assert.Null(await HolderAsync());
        Assert.Equal(Port, (await api.GetAsync($"/ports/free?from={Port}&address=127.0.0.1"))["ports"]![0]!.GetValue<int>());
    }

    [Fact]
    public async Task A_stopped_container_without_a_host_address_reserves_both_ip_versions()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var name = lab.NewContainerName();
        const int Own = Port + 1;
        await lab.DockerAsync("create", "--name", name, "-p", $"{Own}:80", LabDocker.Busybox, "sleep", "1d");
        await api.SendAsync(HttpMethod.Post, $"/containers/{name}/stop", 200);
        foreach (var address in (string[])["127.0.0.1", "::1"])
        {
            var free = await api.GetAsync($"/ports/free?from={Own}&address={address}");
            Assert.Equal((Own + 1, Own), (free["ports"]![0]!.GetValue<int>(), free["skipped"]![0]!["port"]!.GetValue<int>()));
        }
        // What it asks for is what the engine gives it.
        await lab.DockerAsync("start", name);
        var given = (await lab.DockerAsync("port", name, "80")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        Assert.Equal([$"0.0.0.0:{Own}", $"[::]:{Own}"], given.Select(g => g.Replace(":::", "[::]:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stopped_container_in_the_hosts_network_reserves_nothing()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var name = lab.NewContainerName();
        var network = (await lab.InspectAsync("network", "host")).GetProperty("Id").GetString()!;
        await lab.DockerAsync("create", "--name", name, "--network", network, "-p", $"{Port}:80", LabDocker.Busybox, "sleep", "1d");
        // Whoever is about to change something sees what was done past NetApi.
        await api.SendAsync(HttpMethod.Post, $"/containers/{name}/stop", 200);
        var shown = await api.GetAsync($"/containers/{name}");
        Assert.Equal((0, 0), (shown["ports"]!.AsArray().Count, shown["warnings"]!.AsArray().Count));
        Assert.Null(await HolderAsync());
        Assert.DoesNotContain((await api.GetAsync("/topology"))["nodes"]!.AsArray(), n => n!["kind"]!.ToString() == "publishedPort" && n["name"]!.ToString().Contains($":{Port}/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tcp", "-Hltn")]
    [InlineData("udp", "-Hlun")]
    public async Task The_hosts_sockets_are_those_that_ss_shows(string protocol, string option)
    {
        Ring.Engine();
        var own = (await api.GetAsync($"/sockets?namespace=host&protocol={protocol}"))["items"]!.AsArray().Select(s => s!["port"]!.GetValue<int>());
        var ss = (await LabApi.RunAsync("ss", option)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3])
            .Select(local => int.Parse(local[(local.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture));
        Assert.Equal(ss.Order(), own.Order());
    }

    private async Task<JsonNode?> HolderAsync()
    {
        var items = (await api.GetAsync($"/ports?port={Port}&protocol=tcp"))["items"]!.AsArray();
        return items.Count == 0 ? null : Assert.Single(items)!["holder"];
    }
}
