using Docker.DotNet.Models;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Tests.Adapters.DockerEngine;
using Xunit;
using ContainerState = NetApi.Domain.Topology.ContainerState;

namespace NetApi.Tests.Engine;

/// <summary>Several writers change a real engine as fast as it goes. Whoever catches up sees what he did, and in the end all is as a fresh reading shows it.</summary>
[Trait("Ring", "Engine")]
public sealed class EngineStormTests
{
    private const int Writers = 3;
    private const int Steps = 18;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_storm_the_monitor_shows_what_a_fresh_reading_shows()
    {
        Ring.Engine();
        await using var own = await OwnEngine.StartAsync();
        await using var monitor = await new RunningMonitor(own.Connect()).ReadyAsync();
        using var client = own.Connect();
        foreach (var network in new[] { "shared-0", "shared-1" })
            await client.CommandAsync("create", (s, t) => s.Client.Networks.CreateNetworkAsync(new NetworksCreateParameters { Name = network, Driver = "bridge" }, t), Token);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => new Writer(client, monitor, w).RunAsync()));
        await monitor.CatchUpAsync();

        var fresh = await new EngineObserver(client).ObserveAsync(Token);
        Assert.Same(monitor.Current, monitor.Current.With(fresh));
        Assert.Empty(fresh.Gaps);
        Assert.Equal(
            (await own.DockerAsync("ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.Names}} {{.State}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            monitor.Current.Containers.Select(c => $"{c.Id} {c.Name} {c.State.ToString().ToLowerInvariant()}").Order(StringComparer.Ordinal));
        Assert.Equal(
            (await own.DockerAsync("network", "ls", "--no-trunc", "--format", "{{.ID}} {{.Name}} {{.Driver}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            monitor.Current.Networks.Select(n => $"{n.Id} {n.Name} {n.Driver}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(monitor.Log.All, l => l.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_container_that_starts_and_ends_is_shown_without_asking()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        await using var monitor = await new RunningMonitor(new EngineClient(EngineOptions.Parse(lab.Host))).ReadyAsync();
        for (var i = 0; i < 3; i++)
        {
            var id = (await lab.DockerAsync("run", "-d", "--name", lab.NewContainerName(), LabDocker.Busybox, "sleep", "600")).Trim();
            await monitor.UntilAsync(o => o.Containers.Any(c => c.Id == id && c.IsLive));
            await lab.DockerAsync("kill", id);
            await monitor.UntilAsync(o => o.Containers.Any(c => c.Id == id && !c.IsLive));
        }
    }

    /// <summary>Changes containers and networks of its own, and after each change asks for it.</summary>
    private sealed class Writer(EngineClient engine, RunningMonitor monitor, int number)
    {
        private readonly Random _random = new(number);
        private readonly List<string> _containers = [];
        private int _made;

        public async Task RunAsync()
        {
            for (var step = 0; step < Steps; step++)
            {
                if (_containers.Count < 2)
                    await CreateAsync();
                else
                    await ChangeAsync(_containers[_random.Next(_containers.Count)]);
            }
        }

        private async Task CreateAsync()
        {
            var name = $"w{number}-{_made++}";
            CreateContainerResponse created = null!;
            var parameters = new CreateContainerParameters { Name = name, Image = LabDocker.Busybox, Cmd = ["sleep", "600"] };
            await engine.CommandAsync("create", async (s, t) => created = await s.Client.Containers.CreateContainerAsync(parameters, t), Token);
            _containers.Add(created.ID);
            Assert.Equal((name, (ContainerState?)ContainerState.Created), Shown(await SeenAsync(created.ID)));
        }

        private async Task ChangeAsync(string id)
        {
            switch (_random.Next(8))
            {
                case 0 or 1:
                    await DoAsync((s, t) => s.Client.Containers.StartContainerAsync(id, new ContainerStartParameters(), t));
                    Assert.Contains((await SeenAsync(id))!.State, new[] { ContainerState.Running, ContainerState.Paused });
                    break;
                case 2:
                    await DoAsync((s, t) => s.Client.Containers.StopContainerAsync(id, new ContainerStopParameters { WaitBeforeKillSeconds = 0 }, t));
                    Assert.Contains((await SeenAsync(id))!.State, new[] { ContainerState.Exited, ContainerState.Created });
                    break;
                case 3:
                    var name = $"w{number}-{_made++}";
                    await DoAsync((s, t) => s.Client.Containers.RenameContainerAsync(id, new ContainerRenameParameters { NewName = name }, t));
                    Assert.Equal(name, (await SeenAsync(id))!.Name);
                    break;
                case 4:
                    await DoAsync((s, t) => s.Client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true }, t));
                    _containers.Remove(id);
                    Assert.Null(await SeenAsync(id));
                    break;
                case 5:
                    var network = $"shared-{_random.Next(2)}";
                    if (await DoAsync((s, t) => s.Client.Networks.ConnectNetworkAsync(network, new NetworkConnectParameters { Container = id }, t)))
                        Assert.Contains((await SeenAsync(id))!.Networks, n => n.NetworkName == network);
                    else
                        await DisconnectAsync(id, network);
                    break;
                case 6:
                    await CreateAndRemoveNetworkAsync($"w{number}-{_made++}");
                    break;
                default:
                    await DoAsync((s, t) => s.Client.Containers.PauseContainerAsync(id, t));
                    await DoAsync((s, t) => s.Client.Containers.UnpauseContainerAsync(id, t));
                    break;
            }
        }

        private static (string? Name, ContainerState? State) Shown(Container? container) => (container?.Name, container?.State);

        private async Task DisconnectAsync(string id, string network)
        {
            if (await DoAsync((s, t) => s.Client.Networks.DisconnectNetworkAsync(network, new NetworkDisconnectParameters { Container = id }, t)))
                Assert.DoesNotContain((await SeenAsync(id))!.Networks, n => n.NetworkName == network);
        }

        private async Task CreateAndRemoveNetworkAsync(string name)
        {
            // The engine may have no pool left for a while.
            if (!await DoAsync((s, t) => s.Client.Networks.CreateNetworkAsync(new NetworksCreateParameters { Name = name, Driver = "bridge" }, t)))
                return;
            await monitor.CatchUpAsync();
            Assert.Contains(monitor.Current.Networks, n => n.Name == name);
            await DoAsync((s, t) => s.Client.Networks.DeleteNetworkAsync(name, t));
            await monitor.CatchUpAsync();
            Assert.DoesNotContain(monitor.Current.Networks, n => n.Name == name);
        }

        private async Task<Container?> SeenAsync(string id)
        {
            await monitor.CatchUpAsync();
            return monitor.Current.Containers.SingleOrDefault(c => c.Id == id);
        }

        /// <summary>Whether the engine did it; it refuses what makes no sense, such as to pause what does not run.</summary>
        private async Task<bool> DoAsync(Func<EngineSession, CancellationToken, Task> command)
        {
            try
            {
                await engine.CommandAsync("do it", command, Token);
                return true;
            }
            catch (EngineRefusedException)
            {
                return false;
            }
        }
    }
}
