using System.Diagnostics;
using System.Text.Json;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Tests.Privileged;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>
/// An engine of a test's own, in a network namespace of its own, to be killed, stopped and joined with others. It runs its
/// containers by the lab's containerd, and everything of it is below the lab's directories, so that it goes with the lab at the latest.
/// </summary>
internal sealed class OwnEngine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int _count;

    private readonly string _name = $"engine-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
    private readonly string _data;
    private Process? _daemon;

    private OwnEngine()
    {
        RunDirectory = Path.Combine(LabDirectory("NETAPI_LAB_DIR"), _name);
        _data = Path.Combine(LabDirectory("NETAPI_LAB_DATA"), _name);
        Host = $"unix://{RunDirectory}/docker.sock";
    }

    /// <summary>Where its files are.</summary>
    public string RunDirectory { get; }

    /// <summary>The namespace that is its host.</summary>
    public ScratchNetns Netns { get; } = new();

    /// <summary>Its <c>DOCKER_HOST</c>.</summary>
    public string Host { get; }

    public static async Task<OwnEngine> StartAsync(string configuration = "{}")
    {
        var engine = new OwnEngine();
        try
        {
            Directory.CreateDirectory(engine.RunDirectory);
            Directory.CreateDirectory(engine._data);
            engine.Netns.Ip("link set lo up");
            await engine.LaunchAsync(configuration);
            await LabApi.RunAsync("sh", "-c", $"docker save {LabDocker.Busybox} | docker -H {engine.Host} load");
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public EngineClient Connect(TimeSpan? patience = null) =>
        new(EngineOptions.Parse(Host) with { ReadTimeout = patience ?? TimeSpan.FromSeconds(10) });

    public Task<string> DockerAsync(params string[] arguments) => LabApi.RunAsync("docker", ["-H", Host, .. arguments]);

    /// <summary>Runs a sleeping container; its id.</summary>
    public async Task<string> RunAsync(string name, params string[] options) =>
        (await DockerAsync(["run", "-d", "--name", name, .. options, LabDocker.Busybox, "sleep", "600"])).Trim();

    public async Task<JsonElement> InspectAsync(string kind, string name)
    {
        using var json = JsonDocument.Parse(await DockerAsync(kind, "inspect", name));
        return json.RootElement[0].Clone();
    }

    /// <summary>The daemon starts (again).</summary>
    public async Task LaunchAsync(string configuration)
    {
        await File.WriteAllTextAsync(Path.Combine(RunDirectory, "daemon.json"), configuration);
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _daemon = Process.Start(new ProcessStartInfo("nsenter",
        [
            $"--net={Netns.Path}", "dockerd", "--config-file", $"{RunDirectory}/daemon.json", "--containerd", $"{LabDirectory("NETAPI_LAB_DIR")}/containerd.sock",
            "--containerd-namespace", _name, "--containerd-plugins-namespace", $"{_name}-plugins", "--data-root", _data, "--exec-root", $"{RunDirectory}/exec",
            "--pidfile", $"{RunDirectory}/docker.pid", "--host", Host, "--exec-opt", "native.cgroupdriver=cgroupfs",
            "--cgroup-parent", $"/{Environment.GetEnvironmentVariable("NETAPI_LAB_NETNS")}/{_name}",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var log = new List<string>();
        _daemon.ErrorDataReceived += (_, line) =>
        {
            log.Add(line.Data ?? "");
            if (line.Data?.Contains("API listen on", StringComparison.Ordinal) == true)
                listens.TrySetResult();
            else if (line.Data is null)
                listens.TrySetException(new InvalidOperationException($"dockerd ended: {string.Join('\n', log.TakeLast(20))}"));
        };
        _daemon.BeginErrorReadLine();
        await listens.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    /// <summary>New settings, and the signal to read them.</summary>
    public async Task ReloadAsync(string configuration)
    {
        await File.WriteAllTextAsync(Path.Combine(RunDirectory, "daemon.json"), configuration);
        await SignalAsync("HUP");
    }

    /// <summary>The daemon ends without a chance to do anything.</summary>
    public async Task KillAsync()
    {
        await SignalAsync("KILL");
        await _daemon!.WaitForExitAsync();
        // It would be believed by the next one, if another process had that id by then.
        File.Delete($"{RunDirectory}/docker.pid");
    }

    /// <summary>To the daemon: <c>STOP</c>, <c>CONT</c>, <c>HUP</c> …</summary>
    public Task SignalAsync(string signal) => LabApi.RunAsync("kill", $"-{signal}", $"{_daemon!.Id}");

    /// <summary>What NetApi sees with this engine's namespace as its host.</summary>
    public HostState Observe(EngineObservation engine)
    {
        var paths = engine.Containers.SelectMany(c => new[] { c.SandboxKey, c.Pid is { } pid ? $"/proc/{pid}/ns/net" : null }).OfType<string>().ToList();
        return new StateAssembler("test").Assemble(DateTimeOffset.UnixEpoch, Observed.From(Netns, paths), engine);
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is { HasExited: false })
        {
            await SignalAsync("CONT");
            await LabApi.RunAsync("sh", "-c", $"docker -H {Host} ps -aq | xargs -r docker -H {Host} rm -f -v; docker -H {Host} swarm leave --force 2>/dev/null || true");
            await SignalAsync("TERM");
            await _daemon.WaitForExitAsync();
        }
        _daemon?.Dispose();
        await LabApi.RunAsync("sh", "-c", $"awk '{{ print $5 }}' /proc/self/mountinfo | grep -E '^({RunDirectory}|{_data})(/|$)' | tac | xargs -r -n 1 umount -l; rm -rf --one-file-system {RunDirectory} {_data}");
        Netns.Dispose();
    }

    private static string LabDirectory(string variable) => Environment.GetEnvironmentVariable(variable)!;
}
