using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Names namespaces so that the same one has the same name in both states, across restarts and boots: <c>host</c>, <c>container:myweb</c>, <c>named:blue</c>.</summary>
internal static class Place
{
    public const string Host = "host";

    /// <summary>Names the namespaces of both states. Where several would have one name in a state, their ids tell them apart.</summary>
    public static (ImmutableDictionary<NetnsId, string> From, ImmutableDictionary<NetnsId, string> To) Names(HostState from, HostState to)
    {
        var (plainFrom, plainTo) = (PlainNames(from, to), PlainNames(to, from));
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

    /// <summary>The container a name speaks of; null where it is none.</summary>
    public static string? ContainerOf(string name) => name.StartsWith("container:", StringComparison.Ordinal) ? name["container:".Length..] : null;

    private static Dictionary<NetnsId, string> PlainNames(HostState state, HostState other)
    {
        var others = other.Namespaces.ToDictionary(n => n.Id);
        return state.Namespaces.ToDictionary(n => n.Id, n => PlainName(BetterKnown(n, others.GetValueOrDefault(n.Id))));
    }

    // A state without the engine knows a container's namespace only by a process in it, and the first process of a namespace comes and goes.
    private static NetworkNamespace BetterKnown(NetworkNamespace netns, NetworkNamespace? twin)
    {
        if (twin is null)
            return netns;
        if (netns.Kind != twin.Kind)
            return netns.Kind < twin.Kind ? netns : twin;
        return netns.Kind == NetnsKind.Process && string.CompareOrdinal(twin.Name, netns.Name) < 0 ? twin : netns;
    }

    private static string PlainName(NetworkNamespace netns) => netns.Kind switch
    {
        NetnsKind.Host => Host,
        NetnsKind.Container => $"container:{netns.Name}",
        NetnsKind.Named => $"named:{netns.Name}",
        NetnsKind.Overlay => $"overlay:{netns.Name}",
        _ => $"process:{netns.Name}",
    };

    private static IEnumerable<string> Ambiguous(Dictionary<NetnsId, string> names) =>
        names.Values.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => g.Key);

    private static ImmutableDictionary<NetnsId, string> Distinct(Dictionary<NetnsId, string> names, HashSet<string> ambiguous) =>
        names.ToImmutableDictionary(n => n.Key, n => ambiguous.Contains(n.Value) ? $"{n.Value}@{n.Key}" : n.Value);
}
