using System.Collections.Immutable;
using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Privileged.Monitor;

/// <summary>A monitor that follows the kernel with a scratch namespace as its host.</summary>
internal sealed class Followed : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ScratchNetns _host;

    private Followed(ScratchNetns host, KernelMonitor monitor) => (_host, Monitor) = (host, monitor);

    public KernelMonitor Monitor { get; }

    public KernelObservation Current => Monitor.Current!;

    public static async Task<Followed> FromAsync(ScratchNetns host, int eventBufferBytes = 4 * 1024 * 1024)
    {
        var monitor = new KernelMonitor(TimeProvider.System, eventBufferBytes);
        using (var handle = host.Open())
            NetnsEntry.Run(handle, monitor.Start);
        await monitor.First.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return new Followed(host, monitor);
    }

    /// <summary>Waits for events to bring about what is expected, without asking the monitor for anything.</summary>
    public async Task<KernelObservation> UntilAsync(Func<KernelObservation, bool> expected)
    {
        var changed = new SemaphoreSlim(0);
        void Release() => changed.Release();
        Monitor.Changed += Release;
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            deadline.CancelAfter(Patience);
            while (!expected(Current))
                await changed.WaitAsync(deadline.Token);
            return Current;
        }
        catch (OperationCanceledException)
        {
            // Whether it would be known to whoever asks tells a missed event from a reading that fails.
            Assert.Fail($"Nothing was heard of it; asked for, it is {(expected(await CatchUpAsync()) ? "known" : "not known either")}.");
            throw;
        }
        finally
        {
            Monitor.Changed -= Release;
        }
    }

    public Task<KernelObservation> CatchUpAsync() => Monitor.CatchUpAsync(TestContext.Current.CancellationToken);

    /// <summary>Reads the same namespaces anew until two fresh readings agree, and holds the followed state against them, entry by entry.</summary>
    public async Task AssertEqualsFreshAsync(params IReadOnlyCollection<ScratchNetns> namespaces)
    {
        for (var attempt = 0; ; attempt++)
        {
            var before = Observed.From(_host);
            var followed = await CatchUpAsync();
            var after = Observed.From(_host);
            var differences = namespaces.SelectMany(n => Differences(Of(after, n), Of(followed, n))).ToList();
            if (differences.Count == 0)
                return;
            // Duplicate address detection and timers of bridges change things on their own.
            if (attempt > 20 || namespaces.All(n => Differences(Of(before, n), Of(after, n)).Count == 0))
            {
                Assert.Fail(string.Join('\n', differences));
            }
        }
    }

    public void Dispose() => Monitor.Dispose();

    private static NamespaceObservation Of(KernelObservation observation, ScratchNetns netns) =>
        observation.Namespaces.Single(n => n.Sighting.Paths.Contains(netns.Path));

    private static List<string> Differences(NamespaceObservation fresh, NamespaceObservation followed)
    {
        List<string> found =
        [
            .. Missing("link", fresh.Links, followed.Links),
            .. Missing("address", Untimed(fresh.Addresses), Untimed(followed.Addresses)),
            .. Missing("route", fresh.Routes, followed.Routes),
            .. Missing("rule", fresh.Rules, followed.Rules),
            .. Missing("neighbour", Untimed(fresh.Neighbours), Untimed(followed.Neighbours)),
            .. Missing("fdb", fresh.Fdb, followed.Fdb),
            .. Missing("sysctls", Sysctls(fresh), Sysctls(followed)),
            // Those of other namespaces are looked up from time to time, not when somebody asks.
            .. fresh.Sighting.IsOwn ? Missing("socket", fresh.Sockets, followed.Sockets) : [],
        ];
        return found;
    }

    private static IEnumerable<string> Missing<T>(string what, ImmutableArray<T> fresh, ImmutableArray<T> followed)
    {
        if (fresh.SequenceEqual(followed))
            return [];
        return
        [
            .. fresh.Except(followed).Select(e => $"not followed: {what} {e}"),
            .. followed.Except(fresh).Select(e => $"not there: {what} {e}"),
            $"{what}: {fresh.Length} there, {followed.Length} followed",
        ];
    }

    private static ImmutableArray<LinkAddress> Untimed(ImmutableArray<LinkAddress> addresses) =>
        [.. addresses.Select(a => a with { ValidUntil = null, PreferredUntil = null })];

    // Entries of groups come with the first packet sent to them, without an event.
    private static ImmutableArray<Neighbour> Untimed(ImmutableArray<Neighbour> neighbours) =>
        [.. neighbours.Where(n => n.State != NeighbourState.Noarp).Select(n => n with { State = n.State == NeighbourState.Permanent ? n.State : NeighbourState.None })];

    private static ImmutableArray<NamespaceSysctls> Sysctls(NamespaceObservation observation) => observation.Sysctls is { } read ? [read] : [];
}
