using System.Text.Json;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.Links;

public sealed class LinksTests(FullHostApi api) : IClassFixture<FullHostApi>
{
    [Fact]
    public async Task A_veth_shows_its_peer_its_bridge_and_its_part_as_a_port()
    {
        var veth = await LinkAsync("veth8d73f3e");
        Assert.Equal("""{"name":"docker0","index":3}""", veth.GetProperty("master").GetRawText());
        var peer = veth.GetProperty("peer");
        Assert.Equal(("myweb", "eth0", 12, "confirmed"), (peer.GetProperty("namespace").Text("name"), peer.Text("name"), peer.GetProperty("index").GetInt32(), peer.Text("verdict")));
        Assert.Equal(JsonValueKind.Null, veth.GetProperty("parent").ValueKind);
        var port = veth.GetProperty("bridgePort");
        Assert.Equal(("forwarding", true, false), (port.Text("state"), port.GetProperty("settings").GetProperty("hairpin").GetBoolean(), port.GetProperty("settings").GetProperty("isolated").GetBoolean()));
        Assert.Equal("""[{"id":1,"pvid":true,"untagged":true}]""", veth.GetProperty("vlans").GetRawText());
        Assert.Equal(JsonValueKind.Null, veth.GetProperty("orphan").ValueKind);
    }

    [Fact]
    public async Task A_vlan_shows_its_parent_and_a_nic_its_other_names()
    {
        var vlan = await LinkAsync("eth0.7");
        Assert.Equal(("eth0", "host", "lowerLayerDown"), (vlan.GetProperty("parent").Text("name"), vlan.GetProperty("parent").GetProperty("namespace").Text("kind"), vlan.Text("state")));
        Assert.Equal("""{"id":7,"protocol":"802.1Q"}""", vlan.GetProperty("vlan").GetRawText());
        var nic = await LinkAsync("eth0", "physical");
        Assert.Equal(("enp1s0", "uplink", true), (nic.GetProperty("altNames")[0].GetString(), nic.Text("alias"), nic.GetProperty("hasCarrier").GetBoolean()));
        Assert.Equal(42, (await LinkAsync("vx0")).GetProperty("vxlan").GetProperty("vni").GetInt32());
    }

    [Fact]
    public async Task A_link_of_a_container_names_it() =>
        Assert.Equal("myweb", (await LinkAsync("eth0", "veth")).GetProperty("container").Text("name"));

    [Fact]
    public async Task What_is_left_over_says_so()
    {
        Assert.Equal("vethWithoutPeer", (await LinkAsync("vethlost")).GetProperty("orphan").Text("kind"));
        Assert.Equal("bridgeWithoutNetwork", (await LinkAsync("br-0123456789ab")).GetProperty("orphan").Text("kind"));
    }

    [Theory]
    [InlineData("bridge=docker0", "veth8d73f3e")]
    [InlineData("kind=vlan", "eth0.7")]
    [InlineData("kind=bridge&state=up", "docker0,br-0123456789ab")]
    [InlineData("state=lowerLayerDown", "eth0.7")]
    [InlineData("kind=wireguard", "")]
    [InlineData("container=myweb&kind=veth", "eth0")]
    public async Task Filters_hold_together(string query, string names) =>
        Assert.Equal(names, string.Join(',', (await api.Client.GetJsonAsync($"/api/v1/links?{query}")).Items().Select(l => l.Text("name"))));

    private async Task<JsonElement> LinkAsync(string name, string? kind = null) =>
        (await api.Client.GetJsonAsync("/api/v1/links")).Items().Single(l => l.Text("name") == name && (kind is null || l.Text("kind") == kind));
}
