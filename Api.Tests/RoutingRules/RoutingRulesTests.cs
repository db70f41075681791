using System.Text.Json;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.RoutingRules;

public sealed class RoutingRulesTests(FullHostApi api) : IClassFixture<FullHostApi>
{
    [Fact]
    public async Task A_rule_shows_its_conditions_and_its_table()
    {
        var rule = (await api.Client.GetJsonAsync("/api/v1/rules?table=100000")).Items().Single();
        Assert.Equal((100, "table", "ipv4", "198.51.100.0/24"), (rule.GetProperty("priority").GetInt32(), rule.Text("action"), rule.Text("family"), rule.Text("source")));
        Assert.Equal((16, 255, 6), (rule.GetProperty("mark").GetInt32(), rule.GetProperty("markMask").GetInt32(), rule.GetProperty("ipProtocol").GetInt32()));
        Assert.Equal("""{"first":80,"last":443}""", rule.GetProperty("destinationPorts").GetRawText());
        Assert.Equal("""{"first":0,"last":1000}""", rule.GetProperty("uids").GetRawText());
    }

    [Fact]
    public async Task A_rule_that_leads_to_another_has_no_table()
    {
        var rule = (await api.Client.GetJsonAsync("/api/v1/rules?container=myweb")).Items().Single();
        Assert.Equal(("goto", 20, true), (rule.Text("action"), rule.GetProperty("goto").GetInt32(), rule.GetProperty("inverted").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, rule.GetProperty("table").ValueKind);
    }

    [Theory]
    [InlineData("family=ipv6", 1)]
    [InlineData("table=local", 1)]
    [InlineData("table=main&family=ipv4", 0)]
    public async Task Filters_hold_together(string query, int count) =>
        Assert.Equal(count, (await api.Client.GetJsonAsync($"/api/v1/rules?{query}")).Items().Count());
}
