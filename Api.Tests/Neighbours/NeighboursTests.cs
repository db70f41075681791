using System.Text.Json;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.Neighbours;

public sealed class NeighboursTests(FullHostApi api) : IClassFixture<FullHostApi>
{
    [Fact]
    public async Task A_neighbour_shows_link_mac_and_state()
    {
        var neighbour = (await api.Client.GetJsonAsync("/api/v1/neighbours?state=reachable")).Items().Single();
        Assert.Equal(("172.17.0.7", "02:42:ac:11:00:07", "docker0"), (neighbour.Text("address"), neighbour.Text("mac"), neighbour.GetProperty("link").Text("name")));
    }

    [Fact]
    public async Task A_neighbour_that_does_not_answer_has_no_mac()
    {
        var neighbour = (await api.Client.GetJsonAsync("/api/v1/neighbours?state=failed")).Items().Single();
        Assert.Equal(JsonValueKind.Null, neighbour.GetProperty("mac").ValueKind);
    }

    [Fact]
    public async Task Filters_hold_together()
    {
        var router = (await api.Client.GetJsonAsync("/api/v1/neighbours?family=ipv6&state=stale")).Items().Single();
        Assert.True(router.GetProperty("router").GetBoolean());
        Assert.Empty((await api.Client.GetJsonAsync("/api/v1/neighbours?family=ipv6&namespace=host")).Items());
    }
}
