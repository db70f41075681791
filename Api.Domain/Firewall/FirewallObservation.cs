using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Firewall;

/// <summary>What one reading of the firewall of NetApi's own network namespace found.</summary>
/// <param name="RuleSets">Rule sets, one for each family and backend that was looked at. A legacy one is absent where the kernel holds no legacy tables.</param>
/// <param name="NativeTables">nftables tables that are none of iptables-nft's; their rules are not read.</param>
/// <param name="Gaps">What could not be read.</param>
public sealed record FirewallObservation(
    ImmutableArray<RuleSet> RuleSets,
    ImmutableArray<NftTable> NativeTables,
    ImmutableArray<Gap> Gaps)
{
    // The engine's own tables with --firewall-backend=nftables (Docker 29): its DNAT rules are there and not in table nat.
    private const string EngineTable = "docker-bridges";

    /// <summary>An observation of nothing: every question is answered with "unknown".</summary>
    public static FirewallObservation Unread(params ImmutableArray<Gap> gaps) => new([], [], gaps);

    /// <summary>What decides about <paramref name="flow"/> in a base chain, in each backend that has the chain: all of them act.</summary>
    public IEnumerable<ChainDecision> Decide(IpFamily family, string table, string chain, FlowPattern flow) =>
        from ruleSet in RuleSets
        where ruleSet.Family == family
        let found = ruleSet.FindTable(table)
        where found?.FindChain(chain) is not null
        select ChainWalk.Decide(found, chain, flow);

    /// <summary>Whether a rule of the engine that is not found in <paramref name="table"/> does not exist.</summary>
    /// <remarks>Foreign native tables do not count: they stand in <see cref="Gaps"/>, but the engine does not write there.</remarks>
    public bool Covers(IpFamily family, string table) =>
        RuleSets.Any(s => s.Family == family)
        && RuleSets.Where(s => s.Family == family).All(s => s.Covers(table))
        && !NativeTables.Any(t => t.Name == EngineTable && t.Family == (family == IpFamily.V4 ? "ip" : "ip6"));
}

/// <summary>A table of nftables.</summary>
/// <param name="Family">nft's word: ip, ip6, inet, arp, bridge, netdev.</param>
/// <param name="Name">Name.</param>
public sealed record NftTable(string Family, string Name);
