using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain;

/// <summary>Parts of a state.</summary>
internal static class HostParts
{
    /// <summary>The state with what is in these namespaces alone; the namespaces themselves are left as they are.</summary>
    public static HostState OnlyIn(this HostState state, IReadOnlySet<NetnsId> known) => state with
    {
        Links = [.. state.Links.Where(l => known.Contains(l.Namespace))],
        Addresses = [.. state.Addresses.Where(a => known.Contains(a.Namespace))],
        Routes = [.. state.Routes.Where(r => known.Contains(r.Namespace))],
        Rules = [.. state.Rules.Where(r => known.Contains(r.Namespace))],
        Neighbours = [.. state.Neighbours.Where(n => known.Contains(n.Namespace))],
        Fdb = [.. state.Fdb.Where(e => known.Contains(e.Namespace))],
        Sockets = [.. state.Sockets.Where(s => known.Contains(s.Namespace))],
        Sysctls = [.. state.Sysctls.Where(s => known.Contains(s.Namespace))],
    };
}
