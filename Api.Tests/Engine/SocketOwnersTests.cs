using System.Text.Json.Nodes;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>Whose listening sockets are, over a real engine.</summary>
[Trait("Ring", "Engine")]
public sealed class SocketOwnersTests(LabApi api) : IClassFixture<LabApi>
{
    [Fact]
    public async Task Of_containers_that_share_a_namespace_each_has_its_own_sockets_children_included()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var (first, second) = (lab.NewContainerName(), lab.NewContainerName());
        await lab.DockerAsync("run", "-d", "--name", first, LabDocker.Busybox, "sh", "-c", "httpd -f -p 80 & wait");
        await lab.DockerAsync("run", "-d", "--name", second, "--network", $"container:{first}", LabDocker.Busybox, "httpd", "-f", "-p", "81");

        var sockets = await SocketsAsync(first, 2);
        Assert.Equal([(80, first, "httpd"), (81, second, "httpd")], sockets.Select(s => ((int)s["port"]!, s["container"]!["name"]!.ToString(), s["process"]!["name"]!.ToString())));
        var inside = (await LabApi.RunAsync("nsenter", $"--net=/proc/{sockets[0]["process"]!["pid"]}/ns/net", "ss", "-Hltnp", "sport = :80")).Trim();
        Assert.Contains($"pid={sockets[0]["process"]!["pid"]},", inside, StringComparison.Ordinal);
    }

    // Nothing tells that a process began to listen, nor that it was started: both are looked up at leisure, and each catch-up waits for a look.
    private async Task<List<JsonNode>> SocketsAsync(string container, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            await api.GetAsync("/ports/free");
            var sockets = (await api.GetAsync($"/sockets?container={container}"))["items"]!.AsArray().Select(s => s!).ToList();
            if (sockets.Count == count && sockets.TrueForAll(s => s["process"] is not null))
                return sockets;
            deadline.Token.ThrowIfCancellationRequested();
        }
    }
}
