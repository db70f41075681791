using System.Text.Json;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.Addresses;

public sealed class AddressesTests(FullHostApi api) : IClassFixture<FullHostApi>
{
    [Fact]
    public async Task An_address_shows_link_scope_flags_and_lifetime()
    {
        var address = (await api.Client.GetJsonAsync("/api/v1/addresses?namespace=host&family=ipv4")).Items().Single();
        Assert.Equal(("192.0.2.10/24", "ipv4", "global", "192.0.2.255"), (address.Text("address"), address.Text("family"), address.Text("scope"), address.Text("broadcast")));
        Assert.Equal("""{"name":"eth0","index":2}""", address.GetProperty("link").GetRawText());
        Assert.Equal("""["dynamic"]""", address.GetProperty("flags").GetRawText());
        Assert.Equal("2026-11-24T15:05:00+00:00", address.Text("validUntil"));
        Assert.Equal(JsonValueKind.Null, address.GetProperty("preferredUntil").ValueKind);
        Assert.Equal(JsonValueKind.Null, address.GetProperty("container").ValueKind);
    }

    [Fact]
    public async Task An_address_of_a_container_names_it() =>
        Assert.Equal("myweb", (await api.Client.GetJsonAsync("/api/v1/addresses?container=myweb")).Items().Single().GetProperty("container").Text("name"));
}
