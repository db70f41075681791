using System.Net;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.Ports;

public sealed class PortsTests(FullHostApi api) : IClassFixture<FullHostApi>
{
    [Fact]
    public async Task The_table_shows_every_holder_once()
    {
        var page = await api.Client.GetJsonAsync("/api/v1/ports");
        Assert.Equal(
            ["22/tcp on 0.0.0.0 hostProcess", "22/tcp on :: hostProcess", "8000/tcp on 0.0.0.0 runningContainer", "8002/tcp on 127.0.0.1 stoppedContainer", "53/udp on :: hostProcess"],
            page.Items().Select(p => $"{p.GetProperty("port")}/{p.Text("protocol")} on {p.Text("address")} {p.GetProperty("holder").Text("kind")}"));
        Assert.All(page.Items(), p => Assert.True(p.GetProperty("certain").GetBoolean()));
    }

    [Fact]
    public async Task A_published_port_names_container_and_proxy_and_the_proxy_is_no_holder_of_its_own()
    {
        var holder = (await api.Client.GetJsonAsync("/api/v1/ports?port=8000")).Items().Single().GetProperty("holder");
        Assert.Equal(("myweb", 80, "docker-proxy"), (holder.GetProperty("container").Text("name"), holder.GetProperty("containerPort").GetInt32(), holder.GetProperty("process").Text("name")));
        Assert.Equal("port 8000/tcp on 0.0.0.0 is published by the running container myweb", holder.Text("detail"));
    }

    [Fact]
    public async Task What_is_exposed_and_not_published_is_told_on_the_first_page()
    {
        var first = await api.Client.GetJsonAsync("/api/v1/ports?limit=1");
        var exposed = Assert.Single(first.GetProperty("exposed").EnumerateArray());
        Assert.Equal("myweb", exposed.GetProperty("container").Text("name"));
        Assert.Equal("""[{"port":443,"protocol":"tcp"}]""", exposed.GetProperty("ports").GetRawText());
        var second = await api.Client.GetJsonAsync($"/api/v1/ports?limit=1&cursor={first.Text("nextCursor")}");
        Assert.Empty(second.GetProperty("exposed").EnumerateArray());
        Assert.Empty((await api.Client.GetJsonAsync("/api/v1/ports?container=old")).GetProperty("exposed").EnumerateArray());
    }

    [Fact]
    public async Task The_table_costs_no_look_at_the_host_and_free_ports_do()
    {
        var looks = 0;
        var live = new LiveState(_ =>
        {
            looks++;
            return Task.FromResult(FullHost.State);
        });
        live.Publish(FullHost.State);
        await using var running = new InProcessNetApi(services => services.Show(live));
        using var client = running.Admin();

        using var table = await client.SendAsync(HttpMethod.Get, "/api/v1/ports");
        using var head = await client.SendAsync(HttpMethod.Head, "/api/v1/ports");
        using var same = await client.SendAsync(HttpMethod.Get, "/api/v1/ports", null, ("If-None-Match", table.Headers.ETag!.ToString()));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotModified], new[] { table, head, same }.Select(a => a.StatusCode));
        Assert.Equal(0, looks);

        await client.GetJsonAsync("/api/v1/ports/free");
        Assert.Equal(1, looks);
    }

    [Fact]
    public async Task What_is_not_certain_is_whether_a_process_takes_ipv4_too()
    {
        await using var running = InProcessNetApi.Over(FullHost.State with { Sockets = [.. FullHost.State.Sockets.Select(s => s with { IsV6Only = null })] });
        using var client = running.Admin();
        Assert.Equal(
            ["22 on 0.0.0.0 True", "22 on :: False", "8000 on 0.0.0.0 True", "8002 on 127.0.0.1 True", "53 on :: False"],
            (await client.GetJsonAsync("/api/v1/ports")).Items().Select(p => $"{p.GetProperty("port")} on {p.Text("address")} {p.GetProperty("certain").GetBoolean()}"));
    }

    [Theory]
    [InlineData("protocol=udp", "53")]
    [InlineData("holder=stoppedContainer", "8002")]
    [InlineData("container=myweb", "8000")]
    [InlineData("address=127.0.0.1", "22,8000,8002,53")]
    [InlineData("address=192.0.2.10&protocol=tcp", "22,8000")]
    [InlineData("address=::1&protocol=tcp", "22")]
    public async Task Filters_hold_together(string query, string ports) =>
        Assert.Equal(ports, string.Join(',', (await api.Client.GetJsonAsync($"/api/v1/ports?{query}")).Items().Select(p => p.GetProperty("port").GetInt32())));

    [Fact]
    public async Task Free_ports_are_suggested_and_those_in_between_are_explained()
    {
        var free = await api.Client.GetJsonAsync("/api/v1/ports/free?protocol=tcp&from=8000&count=3");
        Assert.Equal("[8001,8003,8004]", free.GetProperty("ports").GetRawText());
        Assert.Equal((8004, 2), (free.GetProperty("lastScanned").GetInt32(), free.GetProperty("skippedCount").GetInt32()));
        Assert.Equal([(8000, "runningContainer"), (8002, "stoppedContainer")], free.GetProperty("skipped").EnumerateArray().Select(s => (s.GetProperty("port").GetInt32(), s.GetProperty("holders")[0].Text("kind"))));
        Assert.True(free.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task A_port_is_free_on_an_address_where_nobody_holds_it() =>
        Assert.Equal("[8002]", (await api.Client.GetJsonAsync("/api/v1/ports/free?from=8002&address=192.0.2.10")).GetProperty("ports").GetRawText());

    [Fact]
    public async Task Ports_that_the_kernel_gives_away_itself_come_with_a_caution()
    {
        var free = await api.Client.GetJsonAsync("/api/v1/ports/free?from=32767&count=2");
        var caution = Assert.Single(free.GetProperty("cautions").EnumerateArray());
        Assert.Equal("ephemeral-port", caution.Text("code"));
        Assert.StartsWith("32768:", caution.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_sctp_socket_is_to_be_seen_a_caution_says_what_that_is_worth()
    {
        Assert.Equal(["sctp-unseen"], await CautionsAsync(api.Client));
        await using var seen = InProcessNetApi.Over(FullHost.State with
        {
            Sockets = [.. FullHost.State.Sockets, FullHost.State.Sockets[0] with { Protocol = TransportProtocol.Sctp, Port = 2905 }],
        });
        using var client = seen.Admin();
        Assert.Empty(await CautionsAsync(client));

        static async Task<IEnumerable<string>> CautionsAsync(HttpClient client) =>
            (await client.GetJsonAsync("/api/v1/ports/free?protocol=sctp")).GetProperty("cautions").EnumerateArray().Select(c => c.Text("code"));
    }

    [Fact]
    public async Task At_the_end_of_the_ports_there_are_fewer()
    {
        var free = await api.Client.GetJsonAsync("/api/v1/ports/free?from=65534&count=5");
        Assert.Equal("[65534,65535]", free.GetProperty("ports").GetRawText());
        Assert.Equal(["ports-end"], free.GetProperty("cautions").EnumerateArray().Select(c => c.Text("code")));
    }
}
