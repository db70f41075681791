using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>Creations that must fail: each names its fault, and leaves nothing behind.</summary>
[Collection(nameof(ExclusiveLab))]
[Trait("Ring", "Engine")]
public sealed class BadInputTests(LabApi api) : IAsyncLifetime
{
    private LabDocker _docker = null!;
    private string _before = null!;

    public async ValueTask InitializeAsync()
    {
        Ring.Engine();
        _docker = new LabDocker();
        _before = await LabState.ReadAsync(_docker);
    }

    public async ValueTask DisposeAsync()
    {
        if (_docker is null)
            return;
        await _docker.DisposeAsync();
        Assert.Equal(_before, await LabState.ReadAsync(_docker));
    }

    [Theory]
    [InlineData("123.345.100.789", "malformed-address")]
    [InlineData("203.0.113.9", "address-not-on-host")]
    [InlineData("2001:db8:ffff::9", "address-not-on-host")]
    public Task A_host_address_that_cannot_be_bound_is_refused(string hostIp, string code) =>
        Refused(400, code, Sleeping(new { hostIp, hostPort = 18100, containerPort = 80 }));

    [Theory]
    [InlineData("70000", "80")]
    [InlineData("-1", "80")]
    [InlineData("18100", "0")]
    [InlineData("18100", "65536")]
    [InlineData("18100-18099", "80-81")]
    [InlineData("eighty", "80")]
    public Task A_port_out_of_range_is_refused(string hostPort, string containerPort) =>
        Refused(400, "port-out-of-range", Sleeping(new { hostPort, containerPort }));

    [Fact]
    public Task Ranges_of_unequal_length_are_refused() =>
        Refused(400, "range-length", Sleeping(new { hostPort = "18100-18103", containerPort = "80-81" }));

    [Fact]
    public Task The_same_host_port_twice_is_refused() =>
        Refused(400, "port-twice", Sleeping(new { hostPort = 18100, containerPort = 80 }, new { hostPort = 18100, containerPort = 81 }));

    [Fact]
    public async Task A_port_of_a_running_container_is_refused_and_the_holder_named()
    {
        var holder = _docker.NewContainerName();
        await api.PostAsync("/containers", 201, Sleeping(new { hostPort = 18101, containerPort = 80 }) with { Name = holder });
        var problem = await Refused(409, "port-taken", Sleeping(new { hostIp = "127.0.0.1", hostPort = 18101, containerPort = 80 }));
        Assert.Contains(holder, problem["detail"]!.ToString(), StringComparison.Ordinal);
        await api.DeleteAsync($"/containers/{holder}?force=true");
    }

    [Fact]
    public async Task A_port_of_a_stopped_container_is_refused_and_the_holder_named()
    {
        var holder = _docker.NewContainerName();
        var created = await api.PostAsync("/containers", 201, Sleeping(new { hostPort = 18102, containerPort = 80 }) with { Name = holder, Start = false });
        Assert.Equal("created", created["state"]!.ToString());
        var problem = await Refused(409, "port-reserved", Sleeping(new { hostPort = 18102, containerPort = 80 }));
        Assert.Contains(holder, problem["detail"]!.ToString(), StringComparison.Ordinal);
        await api.DeleteAsync($"/containers/{holder}");
    }

    [Fact]
    public async Task A_start_whose_port_was_taken_meanwhile_is_a_conflict_in_the_engines_own_words()
    {
        var (first, second) = (_docker.NewContainerName(), _docker.NewContainerName());
        await api.PostAsync("/containers", 201, Sleeping(new { hostIp = "127.0.0.1", hostPort = 18103, containerPort = 80 }) with { Name = first, Start = false });
        await _docker.DockerAsync("run", "-d", "--name", second, "-p", "127.0.0.1:18103:80", LabDocker.Busybox, "sleep", "600");
        var problem = await api.PostAsync($"/containers/{first}/start", 409, new { });
        Assert.Contains("port is already allocated", problem["engineMessage"]!.ToString(), StringComparison.Ordinal);
        await api.DeleteAsync($"/containers/{first}");
        await api.DeleteAsync($"/containers/{second}?force=true");
    }

    [Fact]
    public async Task A_port_of_a_host_process_is_refused_and_the_process_named()
    {
        using var listener = new TcpListener(IPAddress.Parse(LabApi.HostAddress), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var problem = await Refused(409, "port-taken", Sleeping(new { hostPort = port, containerPort = 80 }));
        Assert.Contains($"process {Environment.ProcessId} ", problem["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_a_dual_stack_process_holds_is_refused_for_ipv4_too_before_the_engine_is_asked()
    {
        using var listener = TcpListener.Create(0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var problem = await Refused(409, "port-taken", Sleeping(new { hostIp = LabApi.HostAddress, hostPort = port, containerPort = 80 }));
        Assert.Null(problem["step"]);
        Assert.Contains($"process {Environment.ProcessId} ", problem["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public Task An_unknown_image_is_refused_where_it_may_not_be_pulled() =>
        Refused(400, "unknown-image", Sleeping() with { Image = "netapi/nowhere:1" });

    [Fact]
    public async Task An_image_that_the_registry_lacks_fails_the_step_pull()
    {
        var registry = Environment.GetEnvironmentVariable("NETAPI_LAB_REGISTRY");
        var problem = await api.PostAsync("/containers", 422, Sleeping() with { Image = $"{registry}/netapi/nowhere:1", Pull = "missing" });
        Assert.Equal("pull", problem["step"]!.ToString());
        Assert.NotEmpty(problem["engineMessage"]!.ToString());
    }

    [Fact]
    public async Task An_image_without_a_command_fails_the_step_create_in_the_engines_own_words()
    {
        var problem = await api.PostAsync("/containers", 422, Sleeping() with { Image = "netapi/nocommand:1", Command = null });
        Assert.Equal(("create", "No command specified"), (problem["step"]!.ToString(), problem["engineMessage"]!.ToString()));
    }

    [Fact]
    public async Task A_command_that_does_not_exist_fails_the_step_start_and_the_container_is_removed()
    {
        var name = _docker.NewContainerName();
        var problem = await api.PostAsync("/containers", 422, Sleeping() with { Name = name, Command = ["/no/such/program"] });
        Assert.Equal("start", problem["step"]!.ToString());
        Assert.Contains("/no/such/program", problem["engineMessage"]!.ToString(), StringComparison.Ordinal);
        Assert.False(await _docker.ExistsAsync("container", name));
    }

    [Fact]
    public Task An_unknown_network_is_refused() => Refused(400, "unknown-network", Sleeping() with { Networks = [new Attachment("nowhere", null)] });

    [Theory]
    [InlineData("host")]
    [InlineData("none")]
    [InlineData("container:someone")]
    public Task A_network_mode_that_leaves_the_sandbox_is_refused(string mode) =>
        Refused(400, "network-mode-not-allowed", Sleeping() with { Networks = [new Attachment(mode, null)] });

    [Fact]
    public async Task The_host_network_is_refused_by_its_id_and_a_prefix_of_it_too()
    {
        var id = (await _docker.InspectAsync("network", "host")).GetProperty("Id").GetString()!;
        await Refused(400, "network-mode-not-allowed", Sleeping() with { Networks = [new Attachment(id, null)] });
        await Refused(400, "network-mode-not-allowed", Sleeping() with { Networks = [new Attachment(id[..12], null)] });
    }

    [Fact]
    public async Task An_address_outside_the_subnet_or_taken_is_refused()
    {
        var (network, holder) = (_docker.NewNetworkName(), _docker.NewContainerName());
        await api.PostAsync("/networks", 201, new { name = network, subnet = "172.29.77.0/24" });
        await api.PostAsync("/containers", 201, Sleeping() with { Name = holder, Networks = [new Attachment(network, "172.29.77.9")] });
        await Refused(400, "address-outside-subnet", Sleeping() with { Networks = [new Attachment(network, "172.29.78.9")] });
        var problem = await Refused(409, "address-taken", Sleeping() with { Networks = [new Attachment(network, "172.29.77.9")] });
        Assert.Contains(holder, problem["detail"]!.ToString(), StringComparison.Ordinal);
        await Refused(409, "address-taken", Sleeping() with { Networks = [new Attachment(network, "172.29.77.1")] });
        await api.DeleteAsync($"/containers/{holder}?force=true");
        await api.DeleteAsync($"/networks/{network}");
    }

    [Fact]
    public async Task A_name_in_use_is_refused()
    {
        var name = _docker.NewContainerName();
        await api.PostAsync("/containers", 201, Sleeping() with { Name = name });
        await Refused(409, "name-taken", Sleeping() with { Name = name });
        await api.DeleteAsync($"/containers/{name}?force=true");
    }

    [Fact]
    public async Task An_unknown_container_is_not_found_by_any_call()
    {
        foreach (var (method, path) in new[] { ("GET", ""), ("DELETE", ""), ("POST", "/start"), ("POST", "/stop"), ("POST", "/restart"), ("GET", "/path") })
        {
            var problem = await api.SendAsync(new HttpMethod(method), $"/containers/no-such-container{path}", 404);
            Assert.Equal("container-not-found", problem!["code"]!.ToString());
        }
    }

    [Fact]
    public async Task Ranges_and_ports_that_the_engine_chooses_are_told()
    {
        var name = _docker.NewContainerName();
        var created = await api.PostAsync("/containers", 201, Sleeping(
            new { hostIp = "127.0.0.1", hostPort = "18110-18112", containerPort = "80-82" },
            new { hostIp = "127.0.0.1", hostPort = 0, containerPort = 90 },
            new { hostIp = "127.0.0.1", containerPort = 53, protocol = "udp" }) with
        { Name = name });
        var ports = created["ports"]!.AsArray().ToDictionary(p => $"{p!["containerPort"]}/{p["protocol"]}", p => (int)p!["hostPort"]!);
        Assert.Equal((18110, 18111, 18112), (ports["80/tcp"], ports["81/tcp"], ports["82/tcp"]));
        Assert.InRange(ports["90/tcp"], 1024, 65535);
        Assert.InRange(ports["53/udp"], 1024, 65535);
        Assert.Contains($"127.0.0.1:{ports["90/tcp"].ToString(CultureInfo.InvariantCulture)}", await _docker.DockerAsync("port", name, "90/tcp"), StringComparison.Ordinal);
        await api.DeleteAsync($"/containers/{name}?force=true");
    }

    [Fact]
    public async Task An_ipv6_host_address_is_published_and_told()
    {
        var name = _docker.NewContainerName();
        var created = await api.PostAsync("/containers", 201, Sleeping(new { hostIp = "::1", hostPort = 18113, containerPort = 80 }) with { Name = name });
        Assert.Equal("::1", Assert.Single(created["ports"]!.AsArray())!["hostIp"]!.ToString());
        await api.DeleteAsync($"/containers/{name}?force=true");
    }

    private async Task<JsonNode> Refused(int status, string code, Request request)
    {
        var problem = await api.PostAsync("/containers", status, request);
        Assert.Contains(problem["errors"]!.AsArray(), e => e!["code"]!.ToString() == code);
        return problem;
    }

    private static Request Sleeping(params object[] ports) => new("netapi/busybox:1", ["sleep", "600"], ports);

    private sealed record Request(string Image, string[]? Command, object[] Ports)
    {
        public string? Name { get; init; }

        public bool Start { get; init; } = true;

        public string Pull { get; init; } = "never";

        public Attachment[] Networks { get; init; } = [];
    }

    private sealed record Attachment(string Name, string? Ipv4Address);
}
