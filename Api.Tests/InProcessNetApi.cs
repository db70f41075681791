using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Domain.Topology;
using NetApi.Hosting.Security;

namespace NetApi.Tests;

/// <summary>The whole application in this process, with a data directory of its own, no engine, and the kernel read for real.</summary>
public sealed class InProcessNetApi : IAsyncDisposable
{
    private readonly Factory _factory;
    private readonly DirectoryInfo _data;
    private readonly bool _ownsData;

    public InProcessNetApi()
        : this(edge: null)
    {
    }

    /// <summary>Swaps what <paramref name="edge"/> registers, and nothing else.</summary>
    internal InProcessNetApi(Action<IServiceCollection>? edge, string? dataDirectory = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        _ownsData = dataDirectory is null;
        _data = dataDirectory is null ? Directory.CreateTempSubdirectory("netapi-test-") : new DirectoryInfo(dataDirectory);
        _factory = new Factory(_data.FullName, edge, settings ?? new Dictionary<string, string>());
    }

    public string DataDirectory => _data.FullName;

    public IServiceProvider Services => _factory.Services;

    /// <summary>The application over a host that stays as it is given, with the engine in it.</summary>
    internal static InProcessNetApi Over(HostState state) => new(services => services.Show(state));

    /// <summary>A client without a key, or with the one given.</summary>
    public HttpClient Client(string? key = null)
    {
        var client = _factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = _factory.ClientOptions.BaseAddress });
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A client with the key of <c>admin.key</c>.</summary>
    public HttpClient Admin()
    {
        _ = Services;
        return Client(File.ReadAllText(Path.Combine(DataDirectory, KeyVault.AdminKeyFile)).Trim());
    }

    /// <summary>A client with a key that was made for it.</summary>
    internal async Task<HttpClient> ClientAsync(params Scope[] scopes)
    {
        var (_, secret) = await Services.GetRequiredService<KeyVault>().AddAsync(string.Join('+', scopes), [.. scopes], CancellationToken.None);
        return Client(secret);
    }

    /// <summary>Serves over Kestrel on a loopback port that the kernel chooses, in place of the test server.</summary>
    public InProcessNetApi OnKestrel()
    {
        _factory.UseKestrel(0);
        _factory.StartServer();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        if (_ownsData)
            _data.Delete(recursive: true);
    }

    private sealed class Factory(string data, Action<IServiceCollection>? edge, IReadOnlyDictionary<string, string> settings) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("NetApi:DataDirectory", data);
            builder.UseSetting("NetApi:DockerHost", $"unix://{data}/no-engine.sock");
            // It would look at the host, and keep it, when no test asks for it.
            builder.UseSetting("NetApi:SnapshotEveryHours", "0");
            builder.UseSetting("Logging:LogLevel:Default", "None");
            builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "None");
            builder.UseSetting("Logging:LogLevel:Microsoft.Hosting.Lifetime", "None");
            foreach (var (name, value) in settings)
                builder.UseSetting(name, value);
            if (edge is not null)
                builder.ConfigureTestServices(edge);
        }
    }
}
