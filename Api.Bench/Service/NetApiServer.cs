using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace NetApi.Bench.Service;

/// <summary>NetApi as users start it, as a process of its own, with its own data directory.</summary>
internal sealed class NetApiServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Uri Address = new("http://127.0.0.1:8420");

    private readonly Process _process;
    private bool _isDisposed;

    private NetApiServer(Process process) => _process = process;

    /// <summary>Its process id.</summary>
    public int Pid => _process.Id;

    /// <summary>A client that sends the admin key.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The admin key.</summary>
    public string Key { get; private set; } = "";

    /// <summary>From the start of the process to the first 200 of <c>/readyz</c>.</summary>
    public TimeSpan TimeToReady { get; private set; }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="arguments">Arguments to <c>dotnet</c>.</param>
    /// <param name="dataDirectory">Its data directory.</param>
    /// <param name="engine">Its engine's address.</param>
    public static async Task<NetApiServer> StartAsync(IEnumerable<string> arguments, string dataDirectory, string engine)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = Address.ToString(),
                ["DOTNET_GCgen0size"] = "0x800000",
                ["NetApi__DataDirectory"] = dataDirectory,
                ["DOCKER_HOST"] = engine,
            },
        };
        var began = Stopwatch.GetTimestamp();
        var server = new NetApiServer(Process.Start(start)!);
        server._process.OutputDataReceived += (_, _) => { };
        server._process.BeginOutputReadLine();
        try
        {
            await server.WaitUntilReadyAsync();
            server.TimeToReady = Stopwatch.GetElapsedTime(began);
            server.Key = (await File.ReadAllTextAsync(Path.Combine(dataDirectory, "admin.key"))).Trim();
            server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Key);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The full address of a path.</summary>
    public static Uri At(string path) => new(Address, path);

    /// <summary>Whether it has an endpoint.</summary>
    public async Task<bool> HasAsync(string path)
    {
        using var answer = await Client.GetAsync(At(path), HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode != HttpStatusCode.NotFound;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Client?.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        Client = new HttpClient { Timeout = Patience };
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience; await Task.Delay(2))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"NetApi ended with {_process.ExitCode}.");
            try
            {
                using var answer = await Client.GetAsync(At("/readyz"));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
        throw new TimeoutException($"NetApi was not ready after {Patience}.");
    }
}
