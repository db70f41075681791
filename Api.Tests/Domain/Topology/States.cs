using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain.Topology;

/// <summary>Small host states, written by hand.</summary>
internal static class States
{
    public static readonly NetnsId Host = new("host");
    public static readonly EngineObservation NoEngine = new([], [], []);

    public static NamespaceSighting Sighting(NetnsId id, bool isOwn = false) => new() { Id = id, Inode = 1, IsOwn = isOwn };

    public static Link Link(NetnsId netns, int index, string kind = "veth", LinkReference? parent = null, int? master = null, string? name = null) => new()
    {
        Namespace = netns,
        Index = index,
        Name = name ?? $"{kind}{index}",
        Kind = kind,
        MtuBytes = 1500,
        State = LinkState.Up,
        IsUp = true,
        Parent = parent,
        MasterIndex = master,
    };

    public static HostState Of(params Link[] links) => new StateAssembler("test").Assemble(
        DateTimeOffset.UnixEpoch,
        new KernelObservation(
            [.. links.Select(l => l.Namespace).Append(Host).Distinct().Select(n => new NamespaceObservation
            {
                Sighting = Sighting(n, n == Host),
                Links = [.. links.Where(l => l.Namespace == n).OrderBy(l => l.Index)],
            })],
            []),
        NoEngine);
}
