using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Tests.Privileged;

namespace NetApi.Tests;

/// <summary>NetApi as users start it: <c>dotnet Api.dll</c>, configured by environment, with a data directory of its own.</summary>
internal sealed partial class NetApiProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly DirectoryInfo _data;
    private readonly bool _ownsData;
    private readonly ScratchNetns? _netns;
    private readonly bool _ownsDisk;
    private readonly Channel<string> _output = Channel.CreateUnbounded<string>();

    private NetApiProcess(Process process, DirectoryInfo data, bool ownsData, ScratchNetns? netns, bool ownsDisk) =>
        (_process, _data, _ownsData, _netns, _ownsDisk) = (process, data, ownsData, netns, ownsDisk);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Its data directory.</summary>
    public string DataDirectory => _data.FullName;

    /// <summary>Its data directory, as it is seen from outside where it has a disk of its own.</summary>
    public string Files => _ownsDisk ? $"/proc/{Pid}/root{DataDirectory}" : DataDirectory;

    /// <summary>Its process id.</summary>
    public int Pid => _process.Id;

    /// <summary>A client that sends the admin key.</summary>
    public HttpClient Admin { get; private set; } = null!;

    /// <summary>Starts it, inside of a namespace, on a disk of so many MB and with something before the command (<see cref="ScratchDisk"/>) where they are given, and waits until it is ready.</summary>
    public static async Task<NetApiProcess> StartAsync(
        IReadOnlyDictionary<string, string?>? environment = null, string? dataDirectory = null, ScratchNetns? netns = null, int? diskMb = null, string[]? around = null)
    {
        var started = Launch(environment, dataDirectory, netns, diskMb, around ?? []);
        try
        {
            started.Address = new Uri(await started.WaitForAsync(ListeningOn()));
            started.Admin = started.ClientWith((await File.ReadAllTextAsync(Path.Combine(started.Files, "admin.key"))).Trim());
            // What is drawn from the state waits for the first one; with that it is ready.
            using var first = await started.Admin.GetAsync(new Uri("/api/v1/namespaces?limit=1", UriKind.Relative));
            using var ready = await started.Admin.GetAsync(new Uri("/readyz", UriKind.Relative));
            ready.EnsureSuccessStatusCode();
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs it where it is expected to end by itself; gives its exit code and all it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(IReadOnlyDictionary<string, string?> environment, string? dataDirectory = null, params string[] arguments)
    {
        await using var started = Launch(environment, dataDirectory, netns: null, diskMb: null, around: [], arguments);
        using var timeout = new CancellationTokenSource(StartTimeout);
        var lines = new List<string>();
        await foreach (var line in started._output.Reader.ReadAllAsync(timeout.Token))
            lines.Add(line);
        await started._process.WaitForExitAsync(timeout.Token);
        return (started._process.ExitCode, string.Join('\n', lines));
    }

    /// <summary>A client with another key, or with none.</summary>
    public HttpClient ClientWith(string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = _netns is null ? null : ConnectInsideAsync }) { BaseAddress = Address };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public Task EndedAsync() => _process.WaitForExitAsync();

    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        if (_ownsData)
            _data.Delete(recursive: true);
    }

    // A socket stays in the namespace in which it was made.
    private async ValueTask<Stream> ConnectInsideAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        using var inside = _netns!.Open();
        var socket = NetnsEntry.Run(inside, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await socket.ConnectAsync(context.DnsEndPoint, cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static NetApiProcess Launch(IReadOnlyDictionary<string, string?>? environment, string? dataDirectory, ScratchNetns? netns, int? diskMb, string[] around, params string[] arguments)
    {
        var data = dataDirectory is null ? Directory.CreateTempSubdirectory("netapi-test-") : new DirectoryInfo(dataDirectory);
        string[] command =
        [
            .. netns is null ? Array.Empty<string>() : ["nsenter", $"--net={netns.Path}"],
            .. diskMb is { } size ? ScratchDisk.Around(data.FullName, size) : around,
            "dotnet", Path.Combine(AppContext.BaseDirectory, "Api.dll"), .. arguments,
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["NetApi__DataDirectory"] = data.FullName,
                ["DOCKER_HOST"] = Environment.GetEnvironmentVariable("NETAPI_LAB_DOCKER_HOST") ?? "unix:///nonexistent/docker.sock",
            },
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        var started = new NetApiProcess(new Process { StartInfo = start }, data, ownsData: dataDirectory is null, netns, ownsDisk: diskMb is not null || around.Length > 0);
        var open = 2;
        DataReceivedEventHandler read = (_, line) =>
        {
            if (line.Data is { } text)
                started._output.Writer.TryWrite(text);
            else if (Interlocked.Decrement(ref open) == 0)
                started._output.Writer.TryComplete();
        };
        started._process.OutputDataReceived += read;
        started._process.ErrorDataReceived += read;
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    private async Task<string> WaitForAsync(Regex pattern)
    {
        using var timeout = new CancellationTokenSource(StartTimeout);
        var seen = new List<string>();
        try
        {
            await foreach (var line in _output.Reader.ReadAllAsync(timeout.Token))
            {
                seen.Add(line);
                if (pattern.Match(line) is { Success: true } match)
                    return match.Groups[1].Value;
            }
        }
        catch (OperationCanceledException)
        {
            // Falls through: what it printed tells why.
        }
        throw new InvalidOperationException($"NetApi did not start:\n{string.Join('\n', seen)}");
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningOn();
}
