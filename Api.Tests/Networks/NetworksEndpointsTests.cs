using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NetApi.Domain.Topology;
using NetApi.Hosting.Security;
using NetApi.Tests.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Networks;

public sealed class NetworksEndpointsTests(NetworksApi networks) : IClassFixture<NetworksApi>
{
    private const string Networks = "/api/v1/networks";

    private readonly StandInEngine _engine = networks.FreshEngine();
    private readonly InProcessNetApi _api = networks.Api;
    private readonly HttpClient _client = networks.Client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "bridge,front,host,idle,none,twin,twin")]
    [InlineData("?name=i", "bridge,idle,twin,twin")]
    [InlineData("?driver=bridge", "bridge,front,idle")]
    [InlineData("?driver=bridge&name=fro", "front")]
    [InlineData("?driver=overlay", "")]
    public async Task List_Filters_HoldTogether(string query, string names)
    {
        var page = await _client.GetFromJsonAsync<JsonElement>(Networks + query, Token);
        Assert.Equal(names, string.Join(',', page.GetProperty("items").EnumerateArray().Select(n => n.GetProperty("name").GetString())));
        Assert.True(page.GetProperty("complete").GetBoolean());
    }

    [Theory]
    [InlineData("front")]
    [InlineData("ff")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public async Task Get_NameOrIdOrItsBeginning_IsTheNetwork(string id)
    {
        var network = await _client.GetFromJsonAsync<JsonElement>($"{Networks}/{id}", Token);
        Assert.Equal("""{"name":"br-ffffffffffff","index":3}""", network.GetProperty("bridge").GetRawText());
        Assert.Equal("""[{"subnet":"172.20.0.0/16","gateway":"172.20.0.1"}]""", network.GetProperty("subnets").GetRawText());
        Assert.Equal((false, true, false), (network.GetProperty("internal").GetBoolean(), network.GetProperty("icc").GetBoolean(), network.GetProperty("ipv6Enabled").GetBoolean()));
        var attached = Assert.Single(network.GetProperty("containers").EnumerateArray());
        Assert.Equal(("web", "172.20.0.7/16"), (attached.GetProperty("container").GetProperty("name").GetString(), attached.GetProperty("ipv4Address").GetString()));
    }

    [Fact]
    public async Task Get_NetworkWhoseGatewayTheEngineDoesNotTell_ShowsTheBridgesAddress()
    {
        var network = await _client.GetFromJsonAsync<JsonElement>($"{Networks}/bridge", Token);
        Assert.Equal("""[{"subnet":"172.17.0.0/16","gateway":"172.17.0.1"}]""", network.GetProperty("subnets").GetRawText());
    }

    [Theory]
    [InlineData("GET", "nothing", 404, "network-not-found")]
    [InlineData("GET", "e", 409, "ambiguous")]
    [InlineData("GET", "twin", 409, "ambiguous")]
    [InlineData("DELETE", "nothing", 404, "network-not-found")]
    [InlineData("DELETE", "twin", 409, "ambiguous")]
    [InlineData("DELETE", "bridge", 409, "wrong-state")]
    [InlineData("DELETE", "host", 409, "wrong-state")]
    [InlineData("DELETE", "none", 409, "wrong-state")]
    [InlineData("DELETE", "front", 409, "wrong-state")]
    [InlineData("DELETE", "idle", 409, "wrong-state")]
    [InlineData("GET", "nothing/containers/web", 404, "network-not-found")]
    [InlineData("GET", "front/containers/nobody", 404, "container-not-found")]
    [InlineData("GET", "front/containers/free", 404, "attachment-not-found")]
    [InlineData("PUT", "twin/containers/web", 409, "ambiguous")]
    [InlineData("PUT", "nothing/containers/web", 404, "network-not-found")]
    [InlineData("PUT", "front/containers/nobody", 404, "container-not-found")]
    [InlineData("PUT", "front/containers/loner", 409, "wrong-state")]
    [InlineData("PUT", "front/containers/parasite", 409, "wrong-state")]
    [InlineData("PUT", "host/containers/free", 409, "wrong-state")]
    [InlineData("PUT", "none/containers/free", 409, "wrong-state")]
    [InlineData("DELETE", "front/containers/free", 404, "attachment-not-found")]
    [InlineData("DELETE", "front/containers/nobody", 404, "container-not-found")]
    public async Task Request_ThatCannotBe_IsAnsweredWithoutTheEngine(string method, string path, int status, string code)
    {
        var response = await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"{Networks}/{path}"), Token);
        await response.ReadProblemAsync((HttpStatusCode)status, code);
        Assert.Empty(_engine.Requests);
    }

    [Fact]
    public async Task Delete_NetworkWithContainers_NamesThem()
    {
        var response = await _client.DeleteAsync($"{Networks}/front", Token);
        Assert.Contains("web (running)", (await response.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", 200)]
    [InlineData("""{"ipv4Address":"172.20.0.7"}""", 200)]
    [InlineData("""{"aliases":["www"]}""", 200)]
    [InlineData("""{"ipv4Address":"172.20.0.8"}""", 409)]
    [InlineData("""{"ipv6Address":"fd00::8"}""", 409)]
    [InlineData("""{"aliases":["www","db"]}""", 409)]
    [InlineData("""{"ipv4Address":"172.20.0.300"}""", 400)]
    public async Task Attach_ContainerThatIsAttached_IsTheSameOrAConflict(string body, int status)
    {
        var response = await PutAsync("front", "web", body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(_engine.Requests);
    }

    [Theory]
    [InlineData("front", """{"ipv4Address":"172.21.0.8"}""", 400, "/ipv4Address", "address-outside-subnet")]
    [InlineData("front", """{"ipv4Address":"172.20.0.7"}""", 409, "/ipv4Address", "address-taken")]
    [InlineData("front", """{"ipv4Address":"172.20.0.1"}""", 409, "/ipv4Address", "address-taken")]
    [InlineData("front", """{"ipv6Address":"172.20.0.9"}""", 400, "/ipv6Address", "malformed-address")]
    [InlineData("front", """{"aliases":[""]}""", 400, "/aliases/0", "malformed-name")]
    [InlineData("bridge", """{"ipv4Address":"172.17.0.9"}""", 400, "", "default-bridge")]
    public async Task Attach_AddressThatCannotBe_IsAFault(string network, string body, int status, string pointer, string code)
    {
        var response = await PutAsync(network, "free", body);
        Assert.Equal(status, (int)response.StatusCode);
        var fault = Assert.Single((await response.ReadJsonAsync()).GetProperty("errors").EnumerateArray());
        Assert.Equal((pointer, code), (fault.GetProperty("pointer").GetString(), fault.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Create_SeveralFaults_AreAllListed()
    {
        var response = await _client.PostAsJsonAsync(Networks, new { name = "front", subnet = "172.20.0.9/16", gateway = "x", ipv6 = true }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var codes = (await response.ReadJsonAsync()).GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("pointer")} {e.GetProperty("code")}");
        Assert.Equal(["/subnet host-bits-set", "/gateway malformed-address", "/name name-taken", "/ipv6Subnet missing"], codes);
    }

    [Theory]
    [InlineData(403, "Pool overlaps with other one on this address space", 409, "conflict")]
    [InlineData(400, "invalid option", 422, "engine-refused")]
    [InlineData(500, "iptables failed", 502, "engine-failed")]
    public async Task Create_EngineThatRefuses_IsToldInItsOwnWords(int status, string words, int answered, string code)
    {
        _engine.On("POST /networks/create", (HttpStatusCode)status, $$"""{"message":"{{words}}"}""");
        var response = await _client.PostAsJsonAsync(Networks, new { name = "new" }, Token);
        await response.ReadProblemAsync((HttpStatusCode)answered, code);
        Assert.Equal(words, (await response.ReadJsonAsync()).GetProperty("engineMessage").GetString());
    }

    [Theory]
    [InlineData("POST", "", """{"name":"x1","ip6":true}""")]
    [InlineData("PUT", "/front/containers/free", """{"address":"172.20.0.9"}""")]
    public async Task Change_UnknownMember_IsRefused(string method, string path, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Networks + path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        await (await _client.SendAsync(request, Token)).ReadProblemAsync(HttpStatusCode.BadRequest, "malformed-body");
    }

    [Fact]
    public async Task Anything_EngineThatIsAGap_Is503()
    {
        await using var api = NetworksApi.Over(Hosts.Small with { Networks = [], Containers = [], Gaps = [new Gap("engine", "engine-unavailable", "It is down.")] }, _engine);
        using var client = await api.ClientAsync(Scope.Admin);
        foreach (var (method, path) in new[] { ("GET", ""), ("GET", "/front"), ("DELETE", "/front"), ("PUT", "/front/containers/web"), ("DELETE", "/front/containers/web"), ("GET", "/front/containers/web") })
            await (await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), Networks + path), Token)).ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "engine-unavailable");
    }

    [Fact]
    public async Task Change_KeyThatMayOnlyRead_IsForbidden()
    {
        using var reader = await _api.ClientAsync(Scope.Read);
        foreach (var (method, path) in new[] { ("POST", ""), ("DELETE", "/front"), ("PUT", "/front/containers/free"), ("DELETE", "/front/containers/web") })
            await (await reader.SendAsync(new HttpRequestMessage(new HttpMethod(method), Networks + path), Token)).ReadProblemAsync(HttpStatusCode.Forbidden, "scope-missing");
    }

    private Task<HttpResponseMessage> PutAsync(string network, string container, string body) =>
        _client.PutAsync($"{Networks}/{network}/containers/{container}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Token);
}
