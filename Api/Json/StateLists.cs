using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Json;

/// <summary>Every list of a state. What a state says is in these, but for its host, instant, number and hash.</summary>
public static class StateLists
{
    private static readonly StateList Engine = new StateList<EngineSettings>(
        12, "engine", s => s.Engine is { } engine ? [engine] : [], (s, items) => s with { Engine = items.FirstOrDefault() });

    /// <summary>All of them.</summary>
    public static ImmutableArray<StateList> All { get; } =
    [
        new StateList<NetworkNamespace>(1, "namespace", s => s.Namespaces, (s, items) => s with { Namespaces = items }, (a, b) => a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : By<NetworkNamespace>(n => n.Name, n => n.Id.Value)(a, b)),
        Placed<Link>(2, "link", s => s.Links, (s, items) => s with { Links = items }, l => l.Namespace, (l, id) => l with { Namespace = id }, l => l.Index),
        Placed<LinkAddress>(3, "address", s => s.Addresses, (s, items) => s with { Addresses = items }, a => a.Namespace, (a, id) => a with { Namespace = id }, a => a.LinkIndex, Volatile.Without),
        Placed<Domain.Topology.Route>(4, "route", s => s.Routes, (s, items) => s with { Routes = items }, r => r.Namespace, (r, id) => r with { Namespace = id }, r => r.Table),
        Placed<RoutingRule>(5, "rule", s => s.Rules, (s, items) => s with { Rules = items }, r => r.Namespace, (r, id) => r with { Namespace = id }, r => r.Priority),
        Placed<Neighbour>(6, "neighbour", s => s.Neighbours, (s, items) => s with { Neighbours = items }, n => n.Namespace, (n, id) => n with { Namespace = id }, n => n.LinkIndex, n => Volatile.Is(n) ? null : n),
        Placed<FdbEntry>(7, "fdb", s => s.Fdb, (s, items) => s with { Fdb = items }, e => e.Namespace, (e, id) => e with { Namespace = id }, e => e.LinkIndex, e => Volatile.Is(e) ? null : e),
        Placed<ListeningSocket>(8, "socket", s => s.Sockets, (s, items) => s with { Sockets = items }, s => s.Namespace, (s, id) => s with { Namespace = id }, s => s.Port, Volatile.Without),
        Placed<NamespaceSysctls>(9, "sysctls", s => s.Sysctls, (s, items) => s with { Sysctls = items }, s => s.Namespace, (s, id) => s with { Namespace = id }, _ => 0),
        new StateList<Container>(10, "container", s => s.Containers, (s, items) => s with { Containers = items }, By<Container>(c => c.Name, c => c.Id)),
        new StateList<Network>(11, "network", s => s.Networks, (s, items) => s with { Networks = items }, By<Network>(n => n.Name, n => n.Id)),
        Engine,
        new StateList<Gap>(13, "gap", s => s.Gaps, (s, items) => s with { Gaps = items }, counted: Volatile.Without, keepsAll: true),
    ];

    private static readonly ImmutableArray<StateList?> ByCode = [.. Enumerable.Range(0, All.Max(l => l.Code) + 1).Select(code => All.FirstOrDefault(l => l.Code == code))];

    /// <summary>The list with that number in the database.</summary>
    /// <exception cref="NotSupportedException">No list of this version has it.</exception>
    public static StateList Of(long code) => (code >= 0 && code < ByCode.Length ? ByCode[(int)code] : null) ?? throw new NotSupportedException($"A list with the number {code} was kept by a later version.");

    private static StateList<T> Placed<T>(
        int code,
        string name,
        Func<HostState, ImmutableArray<T>> get,
        Func<HostState, ImmutableArray<T>, HostState> set,
        Func<T, NetnsId> netns,
        Func<T, NetnsId, T> with,
        Func<T, long> inside,
        Func<T, T?>? counted = null)
        where T : class => new(
            code,
            name,
            get,
            set,
            (a, b) => string.CompareOrdinal(netns(a).Value, netns(b).Value) is not 0 and var order ? order : inside(a).CompareTo(inside(b)),
            (netns, with),
            counted);

    private static Comparison<T> By<T>(Func<T, string> first, Func<T, string> second) =>
        (a, b) => string.CompareOrdinal(first(a), first(b)) is not 0 and var order ? order : string.CompareOrdinal(second(a), second(b));
}
