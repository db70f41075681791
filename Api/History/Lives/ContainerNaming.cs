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
    public static IEnumerable<string> IdsOf(HistorySession history, string text, string pointer, FaultList faults) => history.Has(ContentTerms.Name(text))
        ? Containers(history, ContentTerms.Name(text)).Select(c => c.Id).Distinct(StringComparer.Ordinal)
        : OnlyId(history, text, pointer, faults) is { } id ? [id] : [];

    /// <summary>The names that they are looked for by: the text, or where it is an id, all names that the container had.</summary>
    /// <inheritdoc cref="IdsOf"/>
    public static IEnumerable<string> NamesOf(HistorySession history, string text, string pointer, FaultList faults) =>
        !history.Has(ContentTerms.Name(text)) && OnlyId(history, text, pointer, faults) is { } id ? Containers(history, ContentTerms.ContainerId(id)).Select(c => c.Name).Distinct(StringComparer.Ordinal) : [text];

    private static string? OnlyId(HistorySession history, string text, string pointer, FaultList faults)
    {
        var ids = text.Length < MinBeginning ? [] : history.FindContainerIds(text, MaxNamed + 1);
        if (ids.Length > 1)
        {
            var names = ids.Take(MaxNamed).Select(id => Containers(history, ContentTerms.ContainerId(id)).Last().Name);
            faults.Add(pointer, "ambiguous", $"'{text}' begins the ids of several containers: {string.Join(", ", names)}{(ids.Length > MaxNamed ? " …" : ".")} Give a name, or more of the id.");
        }
        return ids is [var only] ? only : null;
    }

    private static IEnumerable<Container> Containers(HistorySession history, string term) => history.Find(term).Select(t => t.Item).OfType<Container>();
}
