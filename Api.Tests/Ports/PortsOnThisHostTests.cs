using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Xunit;

namespace NetApi.Tests.Ports;

public sealed class PortsOnThisHostTests
{
    [Fact]
    public async Task A_port_is_no_longer_suggested_once_a_process_listens_on_it_and_again_when_it_does_not()
    {
        await using var api = new InProcessNetApi();
        using var client = api.Admin();
        await client.GetJsonAsync("/api/v1/ports");

        using var listener = Listen();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var free = await FreeFromAsync(port);
        Assert.DoesNotContain(port, Suggested(free));
        var holder = free.GetProperty("skipped").EnumerateArray().First(s => s.GetProperty("port").GetInt32() == port).GetProperty("holders")[0];
        Assert.Equal(("hostProcess", Environment.ProcessId), (holder.Text("kind"), holder.GetProperty("process").GetProperty("pid").GetInt32()));

        listener.Stop();
        Assert.Equal([port], Suggested(await FreeFromAsync(port)));

        Task<JsonElement> FreeFromAsync(int first) => client.GetJsonAsync($"/api/v1/ports/free?from={first}");
        static IEnumerable<int> Suggested(JsonElement answer) => answer.GetProperty("ports").EnumerateArray().Select(p => p.GetInt32());
    }

    // Not one that the kernel chooses: it may give that to somebody else a moment after it was left.
    private static TcpListener Listen()
    {
        for (var port = 21_000; ; port++)
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return listener;
            }
            catch (SocketException)
            {
                listener.Dispose();
            }
        }
    }
}
