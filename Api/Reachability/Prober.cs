using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Adapters.Probing;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Problems;

namespace NetApi.Reachability;

/// <summary>Sends probes: a bounded number at a time, each on a thread of its own, within what the neighbour table bears.</summary>
internal sealed class Prober : IDisposable
{
    private const int QueuedPerRunning = 4;
    private const int MaxConcurrency = 64;

    private readonly ConcurrencyLimiter _limiter;
    private readonly int _concurrency;
    private readonly string? _hostNetns;
    private readonly Func<NeighbourTable?> _readNeighbours;
    private readonly OutsideVantages _vantages;
    private int _underWay;

    public Prober(IOptions<NetApiOptions> options)
        : this(options.Value.ProbeConcurrency, hostNetns: null, NeighbourTable.Read)
    {
    }

    /// <param name="concurrency">Probes at a time, 1 to 64; four times as many wait.</param>
    /// <param name="hostNetns">Path of the namespace that is "the host"; null for the one this process runs in.</param>
    /// <param name="readNeighbours">Reads the neighbour table.</param>
    internal Prober(int concurrency, string? hostNetns, Func<NeighbourTable?> readNeighbours)
    {
        _concurrency = Math.Clamp(concurrency, 1, MaxConcurrency);
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = _concurrency, QueueLimit = _concurrency * QueuedPerRunning });
        _hostNetns = hostNetns;
        _readNeighbours = readNeighbours;
        _vantages = new OutsideVantages(OpenHostLinks);
    }

    /// <summary>What is removed at the start of the process.</summary>
    public OutsideVantages Vantages => _vantages;

    /// <summary>Sends one probe; the problem where it could not be sent.</summary>
    public async Task<(ProbeResult? Result, Problem? Problem)> RunAsync(ProbePlan plan, CancellationToken cancel)
    {
        if (plan.Destination is null)
            return (Unaddressed(plan), null);
        using var permit = await _limiter.AcquireAsync(permitCount: 1, cancel);
        if (!permit.IsAcquired)
            return (null, ProbeProblems.Busy(_concurrency));
        var others = Interlocked.Increment(ref _underWay) - 1;
        try
        {
            // A probe blocks for up to ten seconds: never on the pool.
            return await Task.Factory.StartNew(() => Run(plan, others), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    private (ProbeResult?, Problem?) Run(ProbePlan plan, int others)
    {
        try
        {
            if (plan.Destination!.AddressFamily == AddressFamily.InterNetwork
                && _readNeighbours() is { } table
                && !NeighbourBudget.Allows(table.Entries, table.GcThresh3, others))
                return (null, ProbeProblems.NeighboursFull(table.Entries, table.GcThresh3));
            return plan.Kind switch
            {
                VantageKind.Host => (RunOnHost(plan), null),
                VantageKind.Container => RunInContainer(plan),
                _ => RunOutside(plan),
            };
        }
        catch (NetlinkException e) when (e.Operation.StartsWith("RTM_NEWADDR", StringComparison.Ordinal) && e.ErrnoName == "EACCES")
        {
            return (Unsent(ProbeOutcome.AddressUnavailable, "IPv6 is switched off on this host (net.ipv6.conf.*.disable_ipv6), so the outside vantage cannot have an IPv6 address."), null);
        }
        catch (NetlinkException e) when (e.IsPermission)
        {
            return (null, ProbeProblems.Capability($"This vantage needs CAP_SYS_ADMIN, and from outside CAP_NET_ADMIN: {e.Message}.", "CAP_SYS_ADMIN CAP_NET_ADMIN"));
        }
        catch (TimeoutException e)
        {
            return (Unsent(ProbeOutcome.Failed, $"{e.Message}. Nothing was sent, so this says nothing about the destination."), null);
        }
        catch (Exception e) when (e is NetlinkException or ProbeException)
        {
            return (Unsent(ProbeOutcome.Failed, $"The kernel refused: {e.Message}."), null);
        }
    }

    private ProbeResult RunOnHost(ProbePlan plan)
    {
        if (_hostNetns is null)
        {
            using var here = Open(plan);
            return here.Run(plan.Timeout);
        }
        using var netns = NetnsHandle.Open(_hostNetns);
        return RunIn(netns, plan);
    }

    private (ProbeResult?, Problem?) RunInContainer(ProbePlan plan)
    {
        // A container that uses the host's network.
        if (plan.Netns!.Kind == NetnsKind.Host)
            return (RunOnHost(plan), null);
        using var netns = ContainerNetns.Open(plan.Netns);
        return netns is null ? (null, ProbeProblems.Vanished(plan.VantageContainer!)) : (RunIn(netns, plan), null);
    }

    private (ProbeResult?, Problem?) RunOutside(ProbePlan plan)
    {
        using var vantage = _vantages.Create(plan.Destination!.AddressFamily, plan.UsedNetworks);
        return vantage is null ? (null, ProbeProblems.NoSubnet()) : (RunIn(vantage.Netns, plan), null);
    }

    private static ProbeResult RunIn(NetnsHandle netns, ProbePlan plan)
    {
        using var socket = NetnsEntry.Run(netns, () => Open(plan));
        return socket.Run(plan.Timeout);
    }

    private static ProbeSocket Open(ProbePlan plan) => ProbeSocket.Open(plan.Protocol, plan.Destination!);

    private LinkCommands OpenHostLinks()
    {
        if (_hostNetns is null)
            return LinkCommands.Open();
        using var netns = NetnsHandle.Open(_hostNetns);
        return LinkCommands.OpenIn(netns);
    }

    private static ProbeResult Unaddressed(ProbePlan plan) => Unsent(
        ProbeOutcome.NameUnknown,
        plan.DestinationContainer!.IsLive
            ? $"{plan.DestinationContainer.Name} has no address of its own: it has no network, or uses the host's. Probe an address of the host instead."
            : $"{plan.DestinationContainer.Name} has no address: it does not run (its state is {plan.DestinationContainer.State.ToString().ToLowerInvariant()}).");

    private static ProbeResult Unsent(ProbeOutcome outcome, string detail) => new(outcome, 0, null, detail, null);
}
