using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Hosting.Security;
using Xunit;

namespace NetApi.Tests.Hosting.Security;

public sealed class ScopeTests(InProcessNetApi api) : IClassFixture<InProcessNetApi>
{
    [Fact]
    public void Every_endpoint_declares_one_scope_or_is_open_to_all()
    {
        Assert.NotEmpty(Operations());
        Assert.Empty(Operations().Where(o => o.Endpoint.Metadata.OfType<RequiredScope>().Count() + o.Endpoint.Metadata.OfType<OpenToAll>().Count() != 1).Select(o => o.ToString()));
    }

    [Fact]
    public void Only_health_is_open_to_all() =>
        Assert.Equal(["GET /healthz", "GET /readyz"], Operations().Where(o => o.Scope is null).Select(o => o.ToString()).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Without_a_key_only_open_endpoints_answer() => await ExpectAsync(
        Task.FromResult(api.Client()),
        (o, answer) => o.Scope is null
            ? answer.StatusCode == HttpStatusCode.OK
            : answer.StatusCode == HttpStatusCode.Unauthorized && answer.Headers.WwwAuthenticate.ToString() == "Bearer realm=\"netapi\"");

    [Fact]
    public async Task A_wrong_key_opens_nothing() => await ExpectAsync(
        Task.FromResult(api.Client("netapi_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        (o, answer) => o.Scope is null
            ? answer.StatusCode == HttpStatusCode.OK
            : answer.StatusCode == HttpStatusCode.Unauthorized && answer.Headers.WwwAuthenticate.ToString() == "Bearer realm=\"netapi\", error=\"invalid_token\"");

    [Theory]
    [InlineData("Read")]
    [InlineData("Probe")]
    [InlineData("Write")]
    [InlineData("Admin")]
    public async Task A_key_opens_what_its_scope_covers_and_nothing_else(string word)
    {
        var held = Enum.Parse<Scope>(word);
        await ExpectAsync(api.ClientAsync(held), (o, answer) => o.Scope is null || held == Scope.Admin || o.Scope == held
            ? answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            : answer.StatusCode == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_refusal_names_the_scope_needed_and_the_scopes_held()
    {
        using var client = await api.ClientAsync(Scope.Read, Scope.Probe);
        using var answer = await client.GetAsync(new Uri("/api/v1/keys", UriKind.Relative), TestContext.Current.CancellationToken);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.Forbidden, "scope-missing");
        Assert.Equal("This needs the scope admin; key 'Read+Probe' has read, probe.", problem.Text("detail"));
    }

    [Theory]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("")]
    public async Task Other_schemes_and_empty_keys_are_no_key(string header)
    {
        using var client = api.Client();
        using var answer = await client.SendAsync(HttpMethod.Get, "/api/v1/host", null, ("Authorization", header));
        await answer.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task The_scheme_may_be_written_in_any_case()
    {
        var key = await File.ReadAllTextAsync(Path.Combine(AdminDirectory(), KeyVault.AdminKeyFile), TestContext.Current.CancellationToken);
        using var client = api.Client();
        using var answer = await client.SendAsync(HttpMethod.Get, "/api/v1/keys", null, ("Authorization", $"bearer  {key.Trim()}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task An_endpoint_that_declares_no_scope_is_refused_even_to_an_admin()
    {
        await using var host = await ForgetfulAsync();
        using var client = host.GetTestClient();
        using var anonymous = await client.GetAsync(new Uri("/forgotten", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);

        var (key, secret) = ApiKey.Create("admin", [Scope.Admin], DateTimeOffset.UnixEpoch);
        host.Services.GetRequiredService<KeyRing>().Add(key);
        using var admin = await client.SendAsync(HttpMethod.Get, "/forgotten", null, ("Authorization", $"Bearer {secret}"));
        Assert.Equal(HttpStatusCode.Forbidden, admin.StatusCode);
        Assert.Contains("declares no scope", await admin.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fallback_policy_is_the_one_that_applies_where_none_is_declared()
    {
        var fallback = await api.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync();
        Assert.NotNull(fallback);
        Assert.Equal(2, fallback.Requirements.Count);
    }

    private string AdminDirectory()
    {
        _ = api.Services;
        return api.DataDirectory;
    }

    private async Task ExpectAsync(Task<HttpClient> made, Func<Operation, HttpResponseMessage, bool> holds)
    {
        using var client = await made;
        var wrong = new List<string>();
        foreach (var operation in Operations())
        {
            using var body = operation.Method is "POST" or "PUT" or "PATCH" ? HttpAnswers.Json("{}") : null;
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.SamplePath) { Content = body };
            // The head alone: events have no end.
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            if (!holds(operation, answer))
                wrong.Add($"{operation}: {(int)answer.StatusCode} {answer.Headers.WwwAuthenticate}");
        }
        Assert.Empty(wrong);
    }

    private List<Operation> Operations() =>
    [
        .. api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(m => new Operation(m, e))),
    ];

    // The application's own security, over an endpoint whose author forgot to declare a scope.
    private static async Task<WebApplication> ForgetfulAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddAuthentication(ApiKeyAuthentication.SchemeName)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        builder.Services.AddAuthorizationBuilder().AddScopes();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/forgotten", () => "secret");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private sealed record Operation(string Method, RouteEndpoint Endpoint)
    {
        public Scope? Scope => Endpoint.Metadata.GetMetadata<RequiredScope>()?.Scope;

        public string SamplePath => string.Concat(Endpoint.RoutePattern.PathSegments.Select(s => "/" + string.Concat(s.Parts.Select(p => p switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            _ => "nothing",
        }))));

        public override string ToString() => $"{Method} /{Endpoint.RoutePattern.RawText?.Trim('/')}";
    }
}
