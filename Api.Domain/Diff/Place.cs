using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Names namespaces so that the same one has the same name in both states, across restarts and boots: <c>host</c>, <c>container:myweb</c>, <c>named:blue</c>.</summary>
internal static class Place
{
    public const string Host = "host";

    /// <summary>Names the namespaces of both states. Where several would have one name in a state, their ids tell them apart.</summary>
    public static (ImmutableDictionary<NetnsId, string> From, ImmutableDictionary<NetnsId, string> To) Names(
        HostState from, ImmutableDictionary<string, string> fromRenamed, HostState to, ImmutableDictionary<string, string> toRenamed)
    {
        var (ownFrom, ownTo) = (OwnNames(from, fromRenamed), OwnNames(to, toRenamed));
        var (plainFrom, plainTo) = (PlainNames(ownFrom, ownTo), PlainNames(ownTo, ownFrom));
        var ambiguous = Ambiguous(plainFrom).Union(Ambiguous(plainTo)).ToHashSet(StringComparer.Ordinal);
        return (Distinct(plainFrom, ambiguous), Distinct(plainTo, ambiguous));
    }

    /// <summary>The words for a name in a sentence: <c>container myweb</c>.</summary>
    public static string InWords(string name) => name.Split(':', 2) switch
    {
        ["named", var rest] => $"namespace {rest}",
        ["overlay", var rest] => $"overlay network {rest}",
        [var kind, var rest] => $"{kind} {rest}",
        _ => $"the {name}",
    };

    /// <summary>The name of the namespace that the container of that name owns.</summary>
    public static string OfContainer(string name) => $"container:{name}";

    /// <summary>The container a name speaks of; null where it is none.</summary>
    public static string? ContainerOf(string name) => name.StartsWith("container:", StringComparison.Ordinal) ? name["container:".Length..] : null;

    private static Dictionary<NetnsId, (NetnsKind Kind, string Name)> OwnNames(HostState state, ImmutableDictionary<string, string> renamed) =>
        state.Namespaces.ToDictionary(n => n.Id, n => (n.Kind, n.Kind == NetnsKind.Container ? renamed.GetValueOrDefault(n.Name, n.Name) : n.Name));

    private static Dictionary<NetnsId, string> PlainNames(Dictionary<NetnsId, (NetnsKind Kind, string Name)> own, Dictionary<NetnsId, (NetnsKind Kind, string Name)> others) =>
        own.ToDictionary(n => n.Key, n => PlainName(others.TryGetValue(n.Key, out var twin) ? BetterKnown(n.Value, twin) : n.Value));

    // A state without the engine knows a container's namespace only by a process in it, and the first process of a namespace comes and goes.
    private static (NetnsKind Kind, string Name) BetterKnown((NetnsKind Kind, string Name) netns, (NetnsKind Kind, string Name) twin)
    {
        if (netns.Kind != twin.Kind)
            return netns.Kind < twin.Kind ? netns : twin;
        return netns.Kind == NetnsKind.Process && string.CompareOrdinal(twin.Name, netns.Name) < 0 ? twin : netns;
    }

    private static string PlainName((NetnsKind Kind, string Name) netns) => netns.Kind switch
    {
        NetnsKind.Host => Host,
        NetnsKind.Container => OfContainer(netns.Name),
        NetnsKind.Named => $"named:{netns.Name}",
        NetnsKind.Overlay => $"overlay:{netns.Name}",
        _ => $"process:{netns.Name}",
    };

    private static IEnumerable<string> Ambiguous(Dictionary<NetnsId, string> names) =>
        names.Values.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => g.Key);

    private static ImmutableDictionary<NetnsId, string> Distinct(Dictionary<NetnsId, string> names, HashSet<string> ambiguous) =>
        names.ToImmutableDictionary(n => n.Key, n => ambiguous.Contains(n.Value) ? $"{n.Value}@{n.Key}" : n.Value);
}
