using System.Runtime.CompilerServices;
using NetApi.Domain.Graph;
using NetApi.Domain.Topology;

namespace NetApi.Graph;

/// <summary>The whole graph of each state, drawn once and gone with the state: every view of it begins there.</summary>
internal static class StateGraphs
{
    private static readonly ConditionalWeakTable<HostState, Lazy<TopologyGraph>> Drawn = [];

    public static TopologyGraph Of(HostState state) =>
        Drawn.GetValue(state, static s => new Lazy<TopologyGraph>(() => TopologyGraph.Of(s))).Value;
}
