using NetApi.Domain.Topology;
using NetApi.HostInfo;
using Xunit;

namespace NetApi.Tests.HostInfo;

public sealed class HostInfoTests(InProcessNetApi api) : IClassFixture<InProcessNetApi>
{
    [Fact]
    public void Of_NothingHeld_SaysOfEachWhatIsLostAndHowToGrantIt() => Assert.All(CapabilityCatalogue.Of([], []).Where(c => c.Name != "docker-socket"), c =>
    {
        Assert.False(c.Held);
        Assert.StartsWith("CAP_", c.Name, StringComparison.Ordinal);
        Assert.All(new[] { c.Enables, c.Without, c.Cost }, text => Assert.EndsWith(".", text, StringComparison.Ordinal));
        Assert.Contains($"AmbientCapabilities={c.Name}", c.Grant, StringComparison.Ordinal);
        Assert.Contains($"--cap-add={c.Name["CAP_".Length..]}", c.Grant, StringComparison.Ordinal);
    });

    [Fact]
    public void Of_Held_MarksThoseAlone() =>
        Assert.Equal(["docker-socket", "CAP_NET_ADMIN"], CapabilityCatalogue.Of(["CAP_NET_ADMIN", "CAP_CHOWN"], []).Where(c => c.Held == true).Select(c => c.Name));

    [Theory]
    [InlineData("engine-denied", false)]
    [InlineData("engine-unavailable", null)]
    public void Of_SocketThatMayNotBeOpened_IsNotHeldAndOneThatIsGoneIsUnknown(string gap, bool? held) =>
        Assert.Equal(held, CapabilityCatalogue.Of([], [new Gap("engine", gap, "x")]).Single(c => c.Name == "docker-socket").Held);

    [Fact]
    public void Of_EachCapability_IsThereOnce()
    {
        var names = CapabilityCatalogue.Of([], []).Select(c => c.Name).ToList();
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
        Assert.Superset(new HashSet<string> { "CAP_SYS_ADMIN", "CAP_NET_ADMIN", "CAP_SYS_PTRACE", "CAP_DAC_READ_SEARCH" }, names.ToHashSet());
    }

    [Fact]
    public async Task The_host_is_this_one()
    {
        using var client = api.Admin();
        var host = await client.GetJsonAsync("/api/v1/host");
        Assert.Equal(Environment.MachineName, host.Text("hostName"));
        Assert.Equal((await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", TestContext.Current.CancellationToken)).Trim(), host.Text("kernel"));
        Assert.Equal((await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id", TestContext.Current.CancellationToken)).Trim(), host.Text("bootId"));
        Assert.Equal("host", host.GetProperty("namespace").Text("kind"));
        Assert.NotEmpty(host.Text("id"));
        Assert.DoesNotContain("+", host.Text("netApiVersion"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kernels_own_word_on_capabilities_is_shown()
    {
        using var client = api.Admin();
        var shown = (await client.GetJsonAsync("/api/v1/host")).GetProperty("capabilities").EnumerateArray().Where(c => c.Text("name") != "docker-socket").ToDictionary(c => c.Text("name"), c => c.GetProperty("held").GetBoolean());
        var status = await File.ReadAllLinesAsync("/proc/self/status", TestContext.Current.CancellationToken);
        var effective = Convert.ToUInt64(status.Single(l => l.StartsWith("CapEff:", StringComparison.Ordinal))["CapEff:".Length..].Trim(), 16);
        // linux/capability.h: CAP_NET_ADMIN 12, CAP_SYS_ADMIN 21
        Assert.Equal((effective & (1UL << 12)) != 0, shown["CAP_NET_ADMIN"]);
        Assert.Equal((effective & (1UL << 21)) != 0, shown["CAP_SYS_ADMIN"]);
    }

    [Fact]
    public async Task The_host_keeps_its_id_over_a_restart()
    {
        var data = Directory.CreateTempSubdirectory("netapi-test-");
        try
        {
            Assert.Equal(await IdAsync(data), await IdAsync(data));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Health_is_told_in_a_word()
    {
        using var client = api.Client();
        Assert.Equal("alive", (await client.GetJsonAsync("/healthz")).Text("status"));
        // An answer that is drawn from the state waits for the first one, and with that NetApi is ready.
        using var admin = api.Admin();
        await admin.GetJsonAsync("/api/v1/bridges");
        Assert.Equal("ready", (await client.GetJsonAsync("/readyz")).Text("status"));
    }

    private static async Task<string> IdAsync(DirectoryInfo data)
    {
        await using var one = new InProcessNetApi(edge: null, data.FullName);
        using var client = one.Admin();
        return (await client.GetJsonAsync("/api/v1/host")).Text("id");
    }
}
