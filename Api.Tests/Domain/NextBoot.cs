using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain;

/// <summary>The same host after it was rebooted: ids of namespaces, indexes, inodes and processes are new, names are the same, and what ran was started anew.</summary>
internal static class NextBoot
{
    private const int Shift = 500;

    public static HostState Of(HostState state) => state with
    {
        ObservedAt = state.ObservedAt.AddHours(1),
        Namespaces = [.. state.Namespaces.Select(n => n with { Id = Id(n.Id), Inode = n.Inode + 77, Cookie = n.Cookie + 77, Paths = [.. n.Paths.Select(p => $"{p}2")] })],
        Links = [.. state.Links.Select(Link)],
        Addresses = [.. state.Addresses.Select(a => a with { Namespace = Id(a.Namespace), LinkIndex = a.LinkIndex + Shift, ValidUntil = a.ValidUntil?.AddHours(1) })],
        Routes = [.. state.Routes.Select(r => r with { Namespace = Id(r.Namespace), LinkIndex = r.LinkIndex + Shift, NextHops = [.. r.NextHops.Select(h => h with { LinkIndex = h.LinkIndex + Shift })] })],
        Rules = [.. state.Rules.Select(r => r with { Namespace = Id(r.Namespace) })],
        Neighbours = [.. state.Neighbours.Select(n => n with { Namespace = Id(n.Namespace), LinkIndex = n.LinkIndex + Shift })],
        Fdb = [.. state.Fdb.Select(e => e with { Namespace = Id(e.Namespace), LinkIndex = e.LinkIndex + Shift, BridgeIndex = e.BridgeIndex + Shift })],
        Sockets = [.. state.Sockets.Select(s => s with { Namespace = Id(s.Namespace), LinkIndex = s.LinkIndex + Shift, Inode = s.Inode + 1, Pid = s.Pid + 1 })],
        Sysctls = [.. state.Sysctls.Select(s => s with { Namespace = Id(s.Namespace) })],
        Containers = [.. state.Containers.Select(c => c.IsLive ? c with { StartedAt = c.StartedAt?.AddHours(1), Pid = c.Pid + 1, SandboxKey = $"{c.SandboxKey}2" } : c)],
    };

    private static Link Link(Link link) => link with
    {
        Namespace = Id(link.Namespace),
        Index = link.Index + Shift,
        MasterIndex = link.MasterIndex + Shift,
        Parent = link.Parent is { } parent ? new LinkReference(parent.Index + Shift, parent.Namespace is { } netns ? Id(netns) : null) : null,
    };

    private static NetnsId Id(NetnsId id) => new($"77aa00bb-{id.Value[(id.Value.IndexOf('-', StringComparison.Ordinal) + 1)..]}");
}
