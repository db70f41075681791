using System.Net;
using Xunit;

namespace NetApi.Tests.Hosting.Security;

public sealed class BrowserGuardTests(InProcessNetApi api) : IClassFixture<InProcessNetApi>
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.2:8420")]
    public async Task A_host_that_is_not_allowed_is_refused_before_the_key_is_looked_at(string host)
    {
        using var client = api.Client();
        using var answer = await client.SendAsync(HttpMethod.Get, "/api/v1/host", null, ("Host", host));
        await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "host-not-allowed");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8420")]
    [InlineData("127.0.0.1:8420")]
    [InlineData("[::1]:8420")]
    public async Task Loopback_names_are_allowed(string host)
    {
        using var client = api.Client();
        using var answer = await client.SendAsync(HttpMethod.Get, "/healthz", null, ("Host", host));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Allowed_hosts_are_configurable()
    {
        await using var named = new InProcessNetApi(edge: null, settings: new Dictionary<string, string> { ["NetApi:AllowedHosts"] = "netapi.example; *.lab.example" });
        using var client = named.Client();
        foreach (var (host, status) in ((string, HttpStatusCode)[])[("netapi.example", HttpStatusCode.OK), ("a.lab.example", HttpStatusCode.OK), ("localhost", HttpStatusCode.BadRequest)])
        {
            using var answer = await client.SendAsync(HttpMethod.Get, "/healthz", null, ("Host", host));
            Assert.Equal((host, status), (host, answer.StatusCode));
        }
    }

    [Fact]
    public async Task A_star_allows_any_host()
    {
        await using var any = new InProcessNetApi(edge: null, settings: new Dictionary<string, string> { ["NetApi:AllowedHosts"] = "*" });
        using var client = any.Client();
        using var answer = await client.SendAsync(HttpMethod.Get, "/healthz", null, ("Host", "anything.example"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("cross-site", "cors")]
    [InlineData("cross-site", "no-cors")]
    [InlineData("same-site", "cors")]
    public async Task A_page_of_another_site_is_refused_even_with_a_key(string site, string mode)
    {
        using var client = api.Admin();
        using var answer = await client.SendAsync(HttpMethod.Get, "/api/v1/bridges", null, ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode));
        await answer.ReadProblemAsync(HttpStatusCode.Forbidden, "cross-site-request");
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused_though_it_navigates()
    {
        using var client = api.Admin();
        using var body = HttpAnswers.Json("{}");
        using var answer = await client.SendAsync(HttpMethod.Post, "/api/v1/keys", body, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"));
        await answer.ReadProblemAsync(HttpStatusCode.Forbidden, "cross-site-request");
    }

    [Theory]
    [InlineData("cross-site", "navigate")]
    [InlineData("none", "navigate")]
    [InlineData("same-origin", "cors")]
    public async Task A_link_to_swagger_may_be_followed(string site, string mode)
    {
        using var client = api.Client();
        using var answer = await client.SendAsync(HttpMethod.Get, "/swagger/index.html", null, ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("OPTIONS")]
    public async Task No_answer_allows_another_origin(string method)
    {
        using var client = api.Admin();
        using var answer = await client.SendAsync(
            new HttpMethod(method), "/api/v1/bridges", null, ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "authorization"));
        Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }
}
