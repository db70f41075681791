using System.Collections.Immutable;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.History.Lives;

/// <summary>Finds the containers of the past that somebody means: by a name that they had, else by the id, or what one id alone begins with.</summary>
internal static class ContainerNaming
{
    // Less of an id is a word that somebody took for a name.
    private const int MinBeginning = 4;

    private const int MaxNamed = 5;

    /// <summary>Their ids; none where nothing is kept of such a container.</summary>
    /// <param name="history">The history.</param>
    /// <param name="text">Name or id.</param>
    /// <param name="pointer">Where the text came from.</param>
    /// <param name="faults">Told where several ids begin with the text.</param>
    public static ImmutableArray<string> IdsOf(HistorySession history, string text, string pointer, FaultList faults) => Find(history, text, pointer, faults).Ids;

    /// <summary>The names that they are looked for by: the text, or where it is an id, all names that the container had.</summary>
    /// <inheritdoc cref="IdsOf"/>
    public static IEnumerable<string> NamesOf(HistorySession history, string text, string pointer, FaultList faults) =>
        Find(history, text, pointer, faults) is ([var id], false) ? NamesOf(history, id) : [text];

    private static (ImmutableArray<string> Ids, bool AreNamed) Find(HistorySession history, string text, string pointer, FaultList faults)
    {
        var (ids, areNamed) = history.FindContainerIds(text, text.Length < MinBeginning ? 0 : MaxNamed + 1);
        if (areNamed || ids.Length < 2)
            return (ids, areNamed);
        var names = ids.Take(MaxNamed).Select(id => NamesOf(history, id).Last());
        faults.Add(pointer, "ambiguous", $"'{text}' begins the ids of several containers: {string.Join(", ", names)}{(ids.Length > MaxNamed ? " …" : ".")} Give a name, or more of the id.");
        return ([], false);
    }

    private static IEnumerable<string> NamesOf(HistorySession history, string id) =>
        history.Find(ContentTerms.ContainerId(id)).Select(t => t.Item).OfType<Container>().Select(c => c.Name).Distinct(StringComparer.Ordinal);
}
