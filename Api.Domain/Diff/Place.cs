using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Names namespaces so that the same one has the same name in both states, across restarts and boots: <c>host</c>, <c>container:myweb</c>, <c>named:blue</c>.</summary>
internal static class Place
{
    public const string Host = "host";

    private static readonly Dictionary<string, string> NoneRenamed = [];

    // Successive states mostly share one list of namespaces.
    private static readonly ConditionalWeakTable<NetworkNamespace[], Dictionary<NetnsId, string>> OfShared = [];

    /// <summary>Names the namespaces of both states. Where several would have one name in a state, their ids tell them apart.</summary>
    public static (PlaceNames From, PlaceNames To) Names(
        HostState from, IReadOnlyDictionary<string, string> fromRenamed, HostState to, IReadOnlyDictionary<string, string> toRenamed)
    {
        if (from.Namespaces != to.Namespaces || fromRenamed.Count + toRenamed.Count > 0)
            return NamesOf(from, fromRenamed, to, toRenamed);
        var shared = Names(from);
        return (shared, shared);
    }

    /// <summary>What a state calls its namespaces where it is compared with nothing.</summary>
    public static PlaceNames Names(HostState state) => new(Alone(state, NoneRenamed));

    /// <summary>The words for a name in a sentence: <c>container myweb</c>.</summary>
    public static string InWords(string name) => name.Split(':', 2) switch
    {
        ["named", var rest] => $"namespace {rest}",
        ["overlay", var rest] => $"overlay network {rest}",
        ["loadBalancer", var rest] => $"load balancer {rest}",
        [var kind, var rest] => $"{kind} {rest}",
        _ => $"the {name}",
    };

    /// <summary><c> of container myweb</c>; nothing for the host.</summary>
    public static string Suffix(string name, string preposition = "of") => name == Host ? "" : $" {preposition} {InWords(name)}";

    /// <summary><c> to container myweb</c>; nothing for the host.</summary>
    public static string To(string name) => Suffix(name, "to");

    /// <summary>The name of the namespace that the container of that name owns.</summary>
    public static string OfContainer(string name) => $"container:{name}";

    /// <summary>The container a name speaks of; null where it is none.</summary>
    public static string? ContainerOf(string name) => name.StartsWith("container:", StringComparison.Ordinal) ? name["container:".Length..] : null;

    /// <summary>The namespace as one that has that name, such as <c>process:nginx</c>.</summary>
    public static NetworkNamespace Named(NetworkNamespace netns, string name) => name.Split(':', 2) is [var kind, var rest]
        ? netns with { Kind = Enum.Parse<NetnsKind>(kind, ignoreCase: true), Name = rest }
        : netns;

    private static (PlaceNames From, PlaceNames To) NamesOf(
        HostState from, IReadOnlyDictionary<string, string> fromRenamed, HostState to, IReadOnlyDictionary<string, string> toRenamed)
    {
        var (ownFrom, ownTo) = (Alone(from, fromRenamed), Alone(to, toRenamed));
        var (namesFrom, namesTo) = (new Dictionary<NetnsId, string>(ownFrom), new Dictionary<NetnsId, string>(ownTo));
        var knowsWhose = !IsEngineless(from) && !IsEngineless(to);
        var kinds = new Lazy<(Dictionary<NetnsId, (NetnsKind Kind, string Name)> From, Dictionary<NetnsId, (NetnsKind Kind, string Name)> To)>(() => (OwnNames(from, fromRenamed), OwnNames(to, toRenamed)));
        var taken = new Lazy<(HashSet<string> From, HashSet<string> To)>(() => (ownFrom.Values.ToHashSet(StringComparer.Ordinal), ownTo.Values.ToHashSet(StringComparer.Ordinal)));
        foreach (var (id, own) in ownFrom)
        {
            if (!ownTo.TryGetValue(id, out var twin) || own == twin)
                continue;
            if (!knowsWhose)
                namesFrom[id] = namesTo[id] = PlainName(BetterKnown(kinds.Value.From[id], kinds.Value.To[id]));
            // A name that another namespace has taken over is that one's.
            else if (!taken.Value.To.Contains(own) && !taken.Value.From.Contains(twin))
                namesFrom[id] = namesTo[id] = Last(own, from, twin, to);
        }
        TellApart(namesFrom, namesTo);
        return knowsWhose ? (new PlaceNames(namesFrom, ownFrom), new PlaceNames(namesTo, ownTo)) : (new PlaceNames(namesFrom), new PlaceNames(namesTo));
    }

    // What a state calls its namespaces where it is compared with nothing: a name that went with a change before is the same in the next one.
    private static Dictionary<NetnsId, string> Alone(HostState state, IReadOnlyDictionary<string, string> renamed) => renamed.Count > 0
        ? MakeAlone(state, renamed)
        : OfShared.GetValue(ImmutableCollectionsMarshal.AsArray(state.Namespaces)!, _ => MakeAlone(state, renamed));

    private static Dictionary<NetnsId, string> MakeAlone(HostState state, IReadOnlyDictionary<string, string> renamed)
    {
        var names = OwnNames(state, renamed).ToDictionary(n => n.Key, n => PlainName(n.Value));
        TellApart(names, []);
        return names;
    }

    // Of states of one instant neither is the later one; the choice only has to be the same when they are swapped.
    private static string Last(string own, HostState from, string twin, HostState to) =>
        from.ObservedAt == to.ObservedAt
            ? string.CompareOrdinal(own, twin) < 0 ? own : twin
            : from.ObservedAt < to.ObservedAt ? twin : own;

    private static Dictionary<NetnsId, (NetnsKind Kind, string Name)> OwnNames(HostState state, IReadOnlyDictionary<string, string> renamed) =>
        state.Namespaces.ToDictionary(n => n.Id, n => (n.Kind, n.Kind == NetnsKind.Container ? renamed.GetValueOrDefault(n.Name, n.Name) : n.Name));

    private static bool IsEngineless(HostState state) => state.Gaps.Any(g => g.Scope == "engine");

    // A state without the engine knows a container's namespace only by a process in it, and the first process of a namespace comes and goes.
    private static (NetnsKind Kind, string Name) BetterKnown((NetnsKind Kind, string Name) netns, (NetnsKind Kind, string Name) twin)
    {
        if (netns.Kind != twin.Kind)
            return netns.Kind < twin.Kind ? netns : twin;
        return string.CompareOrdinal(twin.Name, netns.Name) < 0 ? twin : netns;
    }

    private static string PlainName((NetnsKind Kind, string Name) netns) => netns.Kind switch
    {
        NetnsKind.Host => Host,
        NetnsKind.Container => OfContainer(netns.Name),
        NetnsKind.Named => $"named:{netns.Name}",
        NetnsKind.Overlay => $"overlay:{netns.Name}",
        NetnsKind.LoadBalancer => $"loadBalancer:{netns.Name}",
        _ => $"process:{netns.Name}",
    };

    private static void TellApart(Dictionary<NetnsId, string> from, Dictionary<NetnsId, string> to)
    {
        var ambiguous = Ambiguous(from).Concat(Ambiguous(to)).ToHashSet(StringComparer.Ordinal);
        if (ambiguous.Count == 0)
            return;
        foreach (var names in new[] { from, to })
        {
            foreach (var (id, name) in names.Where(n => ambiguous.Contains(n.Value)).ToList())
                names[id] = $"{name}@{id}";
        }
    }

    private static List<string> Ambiguous(Dictionary<NetnsId, string> names)
    {
        var seen = new HashSet<string>(names.Count, StringComparer.Ordinal);
        return names.Values.Where(name => !seen.Add(name)).ToList();
    }
}
