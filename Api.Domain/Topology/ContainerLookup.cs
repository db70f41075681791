namespace NetApi.Domain.Topology;

/// <summary>Finds a container by what people type.</summary>
public static class ContainerLookup
{
    /// <summary>The container with that id, else that name, else the only one whose id begins so.</summary>
    public static Lookup<Container> Find(HostState state, string text) =>
        Lookup<Container>.Resolve(state.Containers, text, c => c.Id, c => c.Name);
}
