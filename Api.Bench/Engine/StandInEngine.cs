using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Bench.Hosts;

namespace NetApi.Bench.Engine;

/// <summary>Answers as Docker's API does (Engine 28, API 1.51), on a Unix socket, for containers whose networks are real and which are nothing but networks.</summary>
internal sealed class StandInEngine : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly EngineAnswers _answers;
    private readonly EngineEventLog _events = new();
    private long _calls;

    private StandInEngine(string socket, IReadOnlyList<SyntheticContainer> containers)
    {
        Address = $"unix://{socket}";
        _answers = new EngineAnswers(containers);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        builder.Services.AddRoutingCore();
        _server = builder.Build();
        _server.Use((http, next) =>
        {
            Interlocked.Increment(ref _calls);
            return next(http);
        });
        Map("/version", _ => EngineAnswers.Version);
        Map("/info", _ => EngineAnswers.Info);
        Map("/networks", _ => EngineAnswers.Networks());
        Map("/networks/{id}", http => EngineAnswers.Network(IdIn(http)));
        Map("/containers/json", _ => _answers.Containers());
        Map("/containers/{id}/json", http => _answers.Container(IdIn(http)));
        _server.MapGet("/v{version}/events", _events.AnswerAsync);
    }

    /// <summary>For <c>DOCKER_HOST</c>.</summary>
    public string Address { get; }

    /// <summary>Requests so far.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Starts it.</summary>
    public static async Task<StandInEngine> StartAsync(string socket, IReadOnlyList<SyntheticContainer> containers)
    {
        var engine = new StandInEngine(socket, containers);
        await engine._server.StartAsync();
        return engine;
    }

    /// <summary>Starts or stops a container and tells so, as the engine does, in several events.</summary>
    public void SetRunning(int number, bool isRunning)
    {
        _answers.SetRunning(number, isRunning);
        var (container, network) = _answers.ActorsOf(number);
        if (isRunning)
        {
            _events.Tell("network", "connect", network);
            _events.Tell("container", "start", container);
        }
        else
        {
            _events.Tell("container", "die", container);
            _events.Tell("network", "disconnect", network);
            _events.Tell("container", "stop", container);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _events.Dispose();
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }

    // Clients ask for the version without a version, and for all else with one.
    private void Map(string path, Func<HttpContext, object?> answer)
    {
        RequestDelegate handle = http =>
        {
            if (answer(http) is { } body)
                return http.Response.WriteAsJsonAsync(body, EngineAnswers.Json);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return http.Response.WriteAsJsonAsync(new { message = "No such container or network" });
        };
        _server.MapGet(path, handle);
        _server.MapGet("/v{version}" + path, handle);
    }

    private static string IdIn(HttpContext http) => (string)http.GetRouteValue("id")!;
}
