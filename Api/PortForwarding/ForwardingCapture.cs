using NetApi.Adapters.Netfilter;
using NetApi.Adapters.Procfs;
using NetApi.Domain.Firewall;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Hosting;

namespace NetApi.PortForwarding;

/// <summary>Reads what carries published ports: the state, the firewall's rules and the docker-proxy processes.</summary>
public sealed class ForwardingCapture(LiveState live, FirewallObserver firewall)
{
    /// <summary>One reading of the three.</summary>
    /// <exception cref="EngineGapException">The engine could not be read.</exception>
    public async Task<Forwarding> CaptureAsync(CancellationToken cancel)
    {
        var state = await live.ReadWithEngineAsync(cancel);
        var rules = await firewall.ObserveAsync(cancel);
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
