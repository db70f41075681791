using NetApi.Adapters.Netfilter;
using NetApi.Adapters.Procfs;
using NetApi.Domain.Firewall;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Hosting;

namespace NetApi.PortForwarding;

/// <summary>Reads what carries published ports: the state, the firewall's rules and the docker-proxy processes.</summary>
/// <remarks>Requests share the readings: each starts processes and looks at all of /proc.</remarks>
public sealed class ForwardingCapture
{
    private readonly LiveState _live;
    private readonly FirewallObserver _firewall;
    private readonly SharedReading<Forwarding> _reading;

    /// <summary>Reads from these.</summary>
    public ForwardingCapture(LiveState live, FirewallObserver firewall) =>
        (_live, _firewall, _reading) = (live, firewall, new SharedReading<Forwarding>(ReadAsync));

    /// <summary>One reading of the three, which began after this was called.</summary>
    /// <exception cref="EngineGapException">The engine could not be read.</exception>
    public Task<Forwarding> CaptureAsync(CancellationToken cancel) => _reading.ReadAsync(cancel);

    private async Task<Forwarding> ReadAsync(CancellationToken cancel)
    {
        var state = await _live.CatchUpWithEngineAsync(cancel);
        var rules = await _firewall.ObserveAsync(cancel);
        var proxies = ProxyTable.Read();
        return new Forwarding(state, rules, proxies, [.. state.Gaps, .. rules.Gaps, .. proxies.Gaps]);
    }
}

/// <summary>What carries published ports.</summary>
/// <param name="State">The host.</param>
/// <param name="Firewall">Its firewall.</param>
/// <param name="Proxies">Its docker-proxy processes.</param>
/// <param name="Gaps">What could not be read of all three.</param>
public sealed record Forwarding(HostState State, FirewallObservation Firewall, ProxyObservation Proxies, IReadOnlyList<Gap> Gaps);
