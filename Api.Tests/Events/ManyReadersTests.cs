using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Events;

/// <summary>Readers of every pace, on real sockets: none holds up another or the publisher.</summary>
public sealed class ManyReadersTests
{
    [Fact]
    public async Task A_thousand_readers_are_told_everything_while_one_never_reads()
    {
        const int readers = 1000;
        const int revisions = 20;
        await using var api = new EventsApi();
        api.Publish(SampleHost.Empty);
        using var deaf = await DeafAsync(api);
        var listeners = new List<Listener>();
        try
        {
            for (var i = 0; i < readers - 1; i++)
                listeners.Add(await Listener.OpenAsync(api.Client));
            foreach (var listener in listeners)
                Assert.Equal("hello", (await listener.NextAsync()).Name);
            var ids = Enumerable.Range(1, revisions).Select(i => api.Publish(EventsApi.WithMtu(1000 + i))).ToList();
            foreach (var listener in listeners)
            {
                foreach (var id in ids)
                    Assert.Equal(id, (await listener.NextAsync()).Id);
            }
        }
        finally
        {
            listeners.ForEach(l => l.Dispose());
        }
    }

    [Fact]
    public async Task A_reader_that_reads_too_slowly_is_told_to_resync_and_goes_on_from_there()
    {
        await using var api = new EventsApi(maxRevisions: 8);
        api.Publish(Crowded(0));
        using var slow = await DeafAsync(api);
        await slow.GetStream().ReadExactlyAsync(new byte[64], TestContext.Current.CancellationToken);
        // More than the buffers of both ends and of the server take up; then the ring has turned.
        var last = "";
        for (var i = 1; i <= 80; i++)
            last = api.Publish(Crowded(i % 2 == 0 ? 0 : i));
        using var lines = new StreamReader(slow.GetStream());
        var seen = new List<string>();
        while (seen.LastOrDefault() != $"id: {last}")
            seen.Add((await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))!);
        Assert.Contains("event: resync", seen);
        Assert.Contains(seen, l => l.Contains("\"reason\":\"tooSlow\"", StringComparison.Ordinal));
        // What it was told before and after is whole: the revision after an id follows it, or a resync.
        var numbers = seen.Where(l => l.StartsWith("id: ", StringComparison.Ordinal)).Select(l => long.Parse(l[4..].Split('-')[0], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(numbers.Order(), numbers);
    }

    // 300 dummy links that come or go with each revision: some 100 kB of events.
    private static HostState Crowded(int mtu) => SampleHost.Empty with
    {
        Links = [SampleHost.Eth0, SampleHost.Docker0, .. Enumerable.Range(0, mtu == 0 ? 0 : 300).Select(i => SampleHost.Link(SampleHost.HostId, 100 + i, $"dummy{i}", "dummy") with { MtuBytes = 1000 + mtu })],
    };

    private static async Task<TcpClient> DeafAsync(EventsApi api)
    {
        var address = api.Client.BaseAddress!;
        var socket = new TcpClient { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        var request = $"GET /api/v1/events HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {api.Client.DefaultRequestHeaders.Authorization}\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        return socket;
    }
}
