using System.Net;
using NetApi.Domain.Topology;
using NetApi.Hosting.Security;
using NetApi.Tests.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Networks;

/// <summary>The application over <see cref="Hosts.Small"/>, started once for all tests of a class.</summary>
public sealed class NetworksApi : IAsyncLifetime
{
    private StandInEngine _engine = null!;

    internal InProcessNetApi Api { get; private set; } = null!;

    internal HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await StandInEngine.StartAsync();
        _engine.On("GET /networks", HttpStatusCode.OK, "[]").On("GET /info", HttpStatusCode.OK, "{}");
        Api = Over(Hosts.Small, _engine);
        Client = await Api.ClientAsync(Scope.Read, Scope.Write);
    }

    /// <summary>The application over a host that stays as it is given, with the stand-in to take commands.</summary>
    internal static InProcessNetApi Over(HostState state, StandInEngine engine) => new(
        services => services.Show(state),
        settings: new Dictionary<string, string> { ["NetApi:DockerHost"] = engine.Socket });

    /// <summary>The engine, as if nobody had asked it for anything yet.</summary>
    internal StandInEngine FreshEngine()
    {
        _engine.Requests.Clear();
        return _engine;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Api.DisposeAsync();
        await _engine.DisposeAsync();
    }
}
