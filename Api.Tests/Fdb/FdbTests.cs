using System.Text.Json;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.Fdb;

public sealed class FdbTests(FullHostApi api) : IClassFixture<FullHostApi>
{
    [Fact]
    public async Task A_learned_entry_names_the_port_and_the_container_behind_it()
    {
        var entry = (await api.Client.GetJsonAsync("/api/v1/fdb?bridge=docker0")).Items().Single();
        Assert.Equal(("docker0", "veth8d73f3e", "myweb"), (entry.GetProperty("bridge").Text("name"), entry.GetProperty("link").Text("name"), entry.GetProperty("behind").Text("name")));
        Assert.Equal((true, 1, "02:42:ac:11:00:07"), (entry.GetProperty("learned").GetBoolean(), entry.GetProperty("vlan").GetInt32(), entry.Text("mac")));
    }

    [Fact]
    public async Task An_entry_of_a_vxlan_names_its_remote()
    {
        var entry = (await api.Client.GetJsonAsync("/api/v1/fdb")).Items().Single(e => e.GetProperty("bridge").ValueKind == JsonValueKind.Null);
        Assert.Equal(("vx0", "192.0.2.99"), (entry.GetProperty("link").Text("name"), entry.Text("remote")));
    }
}
