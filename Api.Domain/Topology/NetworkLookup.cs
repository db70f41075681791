using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>Finds a network by what people type.</summary>
public static class NetworkLookup
{
    /// <summary>The network with that id, else that name, else the only one whose id begins so. Old engines let several networks have one name.</summary>
    public static Lookup<Network> Find(HostState state, string text) => Find(state.Networks, text);

    /// <inheritdoc cref="Find(HostState, string)"/>
    public static Lookup<Network> Find(ImmutableArray<Network> networks, string text) =>
        Lookup<Network>.Resolve(networks, text, n => n.Id, n => n.Name);
}
