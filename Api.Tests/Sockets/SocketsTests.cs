using System.Text.Json;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.Sockets;

public sealed class SocketsTests(FullHostApi api) : IClassFixture<FullHostApi>
{
    [Fact]
    public async Task A_socket_in_a_container_names_it_and_its_process()
    {
        var socket = (await api.Client.GetJsonAsync("/api/v1/sockets?container=myweb")).Items().Single();
        Assert.Equal(("tcp", "0.0.0.0", 80, "myweb"), (socket.Text("protocol"), socket.Text("address"), socket.GetProperty("port").GetInt32(), socket.GetProperty("container").Text("name")));
        Assert.Equal("""{"pid":4720,"name":"nginx"}""", socket.GetProperty("process").GetRawText());
    }

    [Fact]
    public async Task A_socket_of_the_host_names_its_process_and_the_link_it_is_bound_to()
    {
        var dns = (await api.Client.GetJsonAsync("/api/v1/sockets?protocol=udp")).Items().Single();
        Assert.Equal(("eth0", false, 101), (dns.GetProperty("link").Text("name"), dns.GetProperty("v6Only").GetBoolean(), dns.GetProperty("uid").GetInt32()));
        Assert.Equal(JsonValueKind.Null, dns.GetProperty("process").ValueKind);
        Assert.Equal(JsonValueKind.Null, dns.GetProperty("container").ValueKind);
    }

    [Theory]
    [InlineData("port=22", 2)]
    [InlineData("port=22&family=ipv6", 1)]
    [InlineData("protocol=tcp&namespace=host", 3)]
    [InlineData("protocol=sctp", 0)]
    public async Task Filters_hold_together(string query, int count) =>
        Assert.Equal(count, (await api.Client.GetJsonAsync($"/api/v1/sockets?{query}")).Items().Count());
}
