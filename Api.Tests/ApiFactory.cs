using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Security;
using Xunit;

namespace NetApi.Tests;

/// <summary>The whole application in memory, with an engine of the test's choice behind it.</summary>
/// <param name="dockerHost">The engine's address.</param>
/// <param name="state">What every reading of the host gives; null reads the host.</param>
internal sealed class ApiFactory(string dockerHost, HostState? state = null) : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("netapi-test-");

    public HttpClient ClientWith(params Scope[] scopes)
    {
        var (key, secret) = ApiKey.Create("test", [.. scopes], DateTimeOffset.UnixEpoch);
        Services.GetRequiredService<KeyRing>().Add(key);
        Services.GetRequiredService<HostIdentity>().Id = "test";
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Delete(recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting($"{NetApiOptions.Section}:{nameof(NetApiOptions.DockerHost)}", dockerHost);
        builder.UseSetting($"{NetApiOptions.Section}:{nameof(NetApiOptions.DataDirectory)}", _data.FullName);
        if (state is not null)
            builder.ConfigureTestServices(services => services.AddSingleton(new LiveState(_ => Task.FromResult(state))));
    }
}

/// <summary>Reads answers.</summary>
internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    /// <summary>The problem's code; fails where the answer has another status.</summary>
    public static async Task<string?> ProblemAsync(this HttpResponseMessage response, int status)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (await response.JsonAsync()).GetProperty("code").GetString();
    }
}
