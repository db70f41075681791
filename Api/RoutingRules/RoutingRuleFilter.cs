using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Topology;

namespace NetApi.RoutingRules;

/// <summary>Narrows a list of rules; what is given must hold together.</summary>
/// <param name="Namespace">Only rules of this namespace: an id, a name, or <c>host</c>.</param>
/// <param name="Container">Only rules of this container's namespace: an id, the beginning of one, or a name.</param>
/// <param name="Table">Only rules that look up this table: main, local, default, or a number.</param>
/// <param name="Family">Only rules of this IP version: ipv4 or ipv6.</param>
public sealed record RoutingRuleFilter(string? Namespace, string? Container, string? Table, string? Family)
{
    /// <summary>A state's rules that pass. What is malformed, or names nothing in the state, is added to the faults.</summary>
    internal IEnumerable<RoutingRule> Find(HostIndex index, FaultList faults)
    {
        var table = RoutingTables.Read(Table, faults);
        var family = IpFamilies.Read(Family, faults);
        var isPlace = PlaceFilter.Compile(index, Namespace, Container, faults);
        return index.State.Rules.Where(r => isPlace(r.Namespace)
            && (table is null || r.Table == table)
            && (family is null || r.IsIpv6 == (family == IpFamily.Ipv6)));
    }
}
