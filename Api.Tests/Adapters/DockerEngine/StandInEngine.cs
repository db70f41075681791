using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using NetApi.Adapters.DockerEngine;

namespace NetApi.Tests.Adapters.DockerEngine;

/// <summary>Stands where an engine would, on a real Unix socket, to break in the ways a real one cannot be told to.</summary>
internal sealed partial class StandInEngine : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();

    private StandInEngine(string socket)
    {
        Socket = socket;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public string Socket { get; }

    public string Api { get; set; } = "1.41";

    public string MinApi { get; set; } = "1.12";

    /// <summary>Requests in their order, with the version they were made in: <c>GET /v1.41/containers/json</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<StandInEngine> StartAsync(string? socket = null)
    {
        var engine = new StandInEngine(socket ?? Path.Combine(Path.GetTempPath(), $"netapi-{Guid.NewGuid():N}.sock"));
        await engine._server.StartAsync();
        return engine;
    }

    public EngineClient Connect(TimeSpan? patience = null)
    {
        var options = EngineOptions.Parse(Socket);
        return new EngineClient(patience is { } time ? options with { ReadTimeout = time, CommandTimeout = time } : options);
    }

    /// <summary>Answers <paramref name="request"/> (<c>GET /containers/json</c>, without a version) as told.</summary>
    public StandInEngine On(string request, RequestDelegate answer)
    {
        _answers[request] = answer;
        return this;
    }

    public StandInEngine On(string request, HttpStatusCode status, string body) => On(request, http =>
    {
        http.Response.StatusCode = (int)status;
        return body.Length > 0 ? http.Response.WriteAsync(body) : Task.CompletedTask;
    });

    /// <summary>Answers <paramref name="request"/> with <paramref name="body"/> while that gives one, and else as before.</summary>
    public StandInEngine Instead(string request, Func<string?> body)
    {
        var before = _answers.GetValueOrDefault(request) ?? (http => AnswerByDefaultAsync(http, request));
        return On(request, http => body() is { } told ? http.Response.WriteAsync(told) : before(http));
    }

    public StandInEngine Hangs(string request) => On(request, http => Task.Delay(Timeout.Infinite, http.RequestAborted));

    public StandInEngine Drops(string request) => On(request, http =>
    {
        http.Abort();
        return Task.CompletedTask;
    });

    public static string Capture(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Captures", "DockerEngine", name));

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
        File.Delete(Socket);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}");
        var request = $"{http.Request.Method} {VersionPrefix().Replace(http.Request.Path, "")}";
        await (_answers.TryGetValue(request, out var answer) ? answer(http) : AnswerByDefaultAsync(http, request));
    }

    private async Task AnswerByDefaultAsync(HttpContext http, string request)
    {
        if (request == "GET /version")
            await http.Response.WriteAsync($$"""{"Version":"stand-in","ApiVersion":"{{Api}}","MinAPIVersion":"{{MinApi}}","Os":"linux","Arch":"amd64","KernelVersion":"6.1"}""");
        else if (request == "GET /info")
            await http.Response.WriteAsync("""{"ServerVersion":"stand-in","Swarm":{"LocalNodeState":"inactive"}}""");
        else
        {
            http.Response.StatusCode = 404;
            await http.Response.WriteAsync("""{"message":"page not found"}""");
        }
    }

    [GeneratedRegex(@"\A/v\d+\.\d+")]
    private static partial Regex VersionPrefix();
}
