using System.Globalization;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Privileged.Monitor;

/// <summary>Lists that change while the kernel tells them (NLM_F_DUMP_INTR), by a kernel that really does.</summary>
[Collection(nameof(ChurnTests))]
public sealed class InterruptedDumpTests
{
    // Several datagrams of links, and of addresses: only between two of them can a list change.
    private const int Links = 800;
    private const int AddressesALink = 5;

    // Less than a burst of events: each loss makes the monitor list everything again.
    private const int SmallBufferBytes = 2304;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Where_the_kernel_interrupts_dumps_the_followed_state_is_whole_in_the_end_and_no_gap_stays()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        host.Batch(Enumerable.Range(0, Links).SelectMany(i => AddressesOf(i).Prepend($"link add d{i} type bridge")));
        using var followed = await Followed.FromAsync(host, SmallBufferBytes);
        var gap = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        followed.Monitor.Changed += () =>
        {
            if (IsInterrupted(followed.Current))
                gap.TrySetResult();
        };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(Patience);
        using var witness = new Witness(host);
        var writing = Task.WhenAll(Enumerable.Range(0, 2).Select(w => Task.Run(() => Write(host, w, end.Token), TestContext.Current.CancellationToken)));
        while (!end.IsCancellationRequested && !(gap.Task.IsCompleted && witness.Interrupted > 0))
            witness.Look();
        await end.CancelAsync();
        await writing;

        TestContext.Current.TestOutputHelper!.WriteLine($"{witness.Interrupted} of {witness.Dumps} dumps were interrupted; the monitor {(gap.Task.IsCompleted ? "told of a gap" : "had none that stayed so")}.");
        Assert.InRange(witness.Interrupted, 1, int.MaxValue);
        await followed.UntilAsync(o => !IsInterrupted(o));
        await followed.AssertEqualsFreshAsync(host);
        Assert.False(IsInterrupted(followed.Current));
    }

    private static bool IsInterrupted(KernelObservation observation) =>
        observation.Gaps.Any(g => g.Code == "dump-interrupted" && g.Scope == $"namespace:{observation.Own.Sighting.Id}");

    private static IEnumerable<string> AddressesOf(int link) =>
        Enumerable.Range(0, AddressesALink).Select(a => string.Create(CultureInfo.InvariantCulture, $"addr add 10.{(10 * a) + (link / 250)}.{link % 250}.1/24 dev d{link}"));

    private static void Write(ScratchNetns host, int writer, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            host.TryBatch(Enumerable.Range(0, 500).SelectMany(i => new[]
            {
                string.Create(CultureInfo.InvariantCulture, $"addr add 10.{200 + writer}.{i % 250}.9/32 dev d{i}"),
                string.Create(CultureInfo.InvariantCulture, $"addr del 10.{200 + writer}.{i % 250}.9/32 dev d{i}"),
            }));
            host.TryBatch([$"link add extra{writer} type bridge", $"link del extra{writer}"]);
        }
    }

    /// <summary>Lists the same on a socket of its own, to see what the kernel does.</summary>
    private sealed class Witness : IDisposable
    {
        private readonly CountingTransport _transport;
        private readonly NetlinkSocket _socket;

        public Witness(ScratchNetns netns)
        {
            using var handle = netns.Open();
            _transport = NetnsEntry.Run(handle, () => new CountingTransport(KernelTransport.Open(LinuxNetlink.NETLINK_ROUTE)));
            _socket = new NetlinkSocket(_transport);
        }

        public int Dumps => _transport.Dumps;

        public int Interrupted => _transport.Interrupted;

        public void Look()
        {
            _socket.Dump<object>(NetlinkRequest.Create("RTM_GETLINK", LinuxRtnetlink.RTM_GETLINK, LinuxNetlink.NLM_F_DUMP, default(ifinfomsg)), _ => null);
            _socket.Dump<object>(NetlinkRequest.Create("RTM_GETADDR", LinuxRtnetlink.RTM_GETADDR, LinuxNetlink.NLM_F_DUMP, default(ifaddrmsg)), _ => null);
        }

        public void Dispose() => _socket.Dispose();
    }

    /// <summary>Counts dumps, and those that the kernel marked.</summary>
    private sealed class CountingTransport(INetlinkTransport kernel) : INetlinkTransport
    {
        private bool _isMarked;

        public uint PortId => kernel.PortId;

        public int Dumps { get; private set; }

        public int Interrupted { get; private set; }

        public void Send(string operation, ReadOnlySpan<byte> request)
        {
            _isMarked = false;
            Dumps++;
            kernel.Send(operation, request);
        }

        public ReceivedDatagram Receive(string operation, Span<byte> buffer)
        {
            var datagram = kernel.Receive(operation, buffer);
            var messages = new NetlinkMessageReader(buffer[..Math.Min(datagram.Length, buffer.Length)]);
            while (messages.TryRead(out var message))
            {
                Interrupted += message.Has(LinuxNetlink.NLM_F_DUMP_INTR) && !_isMarked ? 1 : 0;
                _isMarked |= message.Has(LinuxNetlink.NLM_F_DUMP_INTR);
            }
            return datagram;
        }

        public void Dispose() => kernel.Dispose();
    }
}
