using System.Net;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.Routes;

public sealed class RoutesTests(FullHostApi api) : IClassFixture<FullHostApi>
{
    [Fact]
    public async Task The_default_route_shows_its_next_hop_by_name()
    {
        var route = (await api.Client.GetJsonAsync("/api/v1/routes?protocol=dhcp")).Items().Single();
        Assert.Equal(("unicast", "0.0.0.0/0", "ipv4", 100), (route.Text("type"), route.Text("destination"), route.Text("family"), route.GetProperty("metric").GetInt32()));
        Assert.Equal("""{"id":254,"name":"main"}""", route.GetProperty("table").GetRawText());
        Assert.Equal("""[{"gateway":"192.0.2.1","link":{"name":"eth0","index":2},"weight":1,"flags":[]}]""", route.GetProperty("nextHops").GetRawText());
        Assert.Equal("""["linkdown"]""", route.GetProperty("flags").GetRawText());
    }

    [Fact]
    public async Task A_route_of_several_next_hops_shows_each_with_its_weight()
    {
        var route = (await api.Client.GetJsonAsync("/api/v1/routes?table=100000")).Items().Single();
        Assert.Equal("""{"id":100000,"name":null}""", route.GetProperty("table").GetRawText());
        Assert.Equal([("192.0.2.1", 1), ("192.0.2.2", 3)], route.GetProperty("nextHops").EnumerateArray().Select(h => (h.Text("gateway"), h.GetProperty("weight").GetInt32())));
    }

    [Fact]
    public async Task A_blackhole_leads_nowhere()
    {
        var route = (await api.Client.GetJsonAsync("/api/v1/routes")).Items().Single(r => r.Text("destination") == "203.0.113.0/24");
        Assert.Equal(("blackhole", 0), (route.Text("type"), route.GetProperty("nextHops").GetArrayLength()));
    }

    [Theory]
    [InlineData("table=main", 4)]
    [InlineData("table=254", 4)]
    [InlineData("table=local", 0)]
    [InlineData("table=main&family=ipv6", 1)]
    [InlineData("family=ipv4&namespace=host", 4)]
    [InlineData("protocol=kernel", 1)]
    [InlineData("protocol=nobody", 0)]
    public async Task Filters_hold_together(string query, int count) =>
        Assert.Equal(count, (await api.Client.GetJsonAsync($"/api/v1/routes?{query}")).Items().Count());

    [Theory]
    [InlineData("kernal", "kernel")]
    [InlineData("Static", "static")]
    public async Task A_protocol_that_looks_misspelt_is_a_fault(string protocol, string meant)
    {
        using var answer = await api.Client.GetAsync(new Uri($"/api/v1/routes?protocol={protocol}", UriKind.Relative), TestContext.Current.CancellationToken);
        var fault = Assert.Single((await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed")).Faults());
        Assert.Equal(("?protocol", "unknown-word"), fault);
        Assert.Contains($"did you mean {meant}?", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
