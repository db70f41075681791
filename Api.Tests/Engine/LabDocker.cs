using System.Diagnostics;
using System.Text.Json;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>The lab's engine, asked through Docker's own command line: the second source of truth. Removes what a test made.</summary>
internal sealed class LabDocker : IAsyncDisposable
{
    public const string Busybox = "netapi/busybox:1";

    private readonly List<string[]> _containers = [];
    private readonly List<string[]> _others = [];

    public LabDocker()
    {
        Host = Environment.GetEnvironmentVariable("NETAPI_LAB_DOCKER_HOST")!;
        Engine = new EngineClient(EngineOptions.Parse(Host));
        Containers = new ContainerCommands(Engine);
        Networks = new NetworkCommands(Engine);
    }

    public string Host { get; }

    public EngineClient Engine { get; }

    public ContainerCommands Containers { get; }

    public NetworkCommands Networks { get; }

    /// <summary>A name that no other test uses.</summary>
    public string NewContainerName()
    {
        var name = $"netapi-{Guid.NewGuid():N}";
        _containers.Add(["rm", "-f", "-v", name]);
        return name;
    }

    /// <inheritdoc cref="NewContainerName"/>
    public string NewNetworkName()
    {
        var name = $"netapi-{Guid.NewGuid():N}"[..20];
        _others.Add(["network", "rm", name]);
        return name;
    }

    /// <inheritdoc cref="NewContainerName"/>
    public string NewVolumeName()
    {
        var name = $"netapi-{Guid.NewGuid():N}";
        _others.Add(["volume", "rm", "-f", name]);
        return name;
    }

    public async Task<string> DockerAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        Assert.True(exitCode == 0, $"docker {string.Join(' ', arguments)}: {error}");
        return output;
    }

    public async Task<bool> ExistsAsync(string kind, string name) => (await RunAsync([kind, "inspect", name])).ExitCode == 0;

    /// <summary>The first object of <c>docker KIND inspect NAME</c>.</summary>
    public async Task<JsonElement> InspectAsync(string kind, string name)
    {
        using var json = JsonDocument.Parse(await DockerAsync(kind, "inspect", name));
        return json.RootElement[0].Clone();
    }

    public async ValueTask DisposeAsync()
    {
        // Most tests remove what they made themselves, so that a removal here may find nothing.
        foreach (var arguments in _containers.Concat(_others))
            await RunAsync(arguments);
        Networks.Dispose();
        Engine.Dispose();
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("docker", ["-H", Host, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var docker = Process.Start(start)!;
        var output = docker.StandardOutput.ReadToEndAsync();
        var error = docker.StandardError.ReadToEndAsync();
        await docker.WaitForExitAsync();
        return (docker.ExitCode, await output, await error);
    }
}
