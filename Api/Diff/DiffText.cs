using System.Globalization;
using System.Text;
using System.Text.Json;
using NetApi.Domain.Diff;
using NetApi.Domain.Graph.Formats;
using NetApi.Domain.Topology;
using NetApi.History;

namespace NetApi.Diffs;

/// <summary>A diff as text: sentences, one a line, under the headings of their groups.</summary>
internal static class DiffText
{
    // Words that are no names: these may have a capital at the beginning of a line.
    private static readonly HashSet<string> Words =
        ["address", "bridge", "container", "forwarding", "link", "neighbour", "network", "nothing", "port", "proxy", "route", "rule", "something", "sysctl", "the", "veth"];

    /// <summary>Writes it.</summary>
    public static string Write(StateDiff diff)
    {
        var text = new StringBuilder();
        Line(text, $"From {diff.FromId} ({Time(diff.From)}) to {diff.ToId} ({Time(diff.To)})");
        foreach (var (which, gaps) in new[] { ("earlier", diff.FromGaps), ("later", diff.ToGaps) })
        {
            foreach (var gap in gaps)
                Line(text, gap.Scope == Moments.HistoryScope ? $"Not all is known of the {which} moment ({gap.Code}): {gap.Detail}" : $"The {which} state could not read {gap.Scope} ({gap.Code}): {gap.Detail}");
        }
        if (!diff.From.IsComplete || !diff.To.IsComplete)
            Line(text, "What one of the states could not read is told neither as added nor as removed");
        if (!diff.Filter.IsEmpty)
            Line(text, $"Shown is only what is asked for: {string.Join("; ", InWords(diff.Filter))}");
        var groups = diff.Shown().GroupBy(c => c.Consequence.Group).ToList();
        foreach (var group in groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Heading(group.Key)}\n");
            foreach (var (change, consequence) in group)
                Line(text, consequence.Sentence is { } sentence ? $"{sentence}: {change.Summary}" : Begin(change));
        }
        if (groups.Count == 0)
            Line(text, diff.Filter.IsEmpty ? "Nothing changed" : "Nothing of it changed");
        return text.ToString();
    }

    private static string Heading(ChangeGroup group) => group switch
    {
        ChangeGroup.Reachability => "What became reachable or unreachable, as far as published ports, running containers and networks tell:",
        ChangeGroup.Containers => "Containers:",
        ChangeGroup.Networks => "Networks:",
        ChangeGroup.Kernel => "The kernel's links, addresses, routes, sockets and namespaces:",
        _ => "What could be read:",
    };

    private static IEnumerable<string> InWords(DiffFilter filter)
    {
        foreach (var (name, values) in new (string, IEnumerable<string>)[] { ("entity", filter.Entities.Order().Select(e => JsonNamingPolicy.CamelCase.ConvertName(e.ToString()))), ("container", filter.Containers.Order(StringComparer.Ordinal)), ("network", filter.Networks.Order(StringComparer.Ordinal)) })
        {
            if (values.Any())
                yield return $"{name} {string.Join(", ", values)}";
        }
    }

    private static string Begin(Change change)
    {
        var word = change.Summary.Split(' ')[0];
        // That one begins with the container's name.
        return change.Entity != ChangeEntity.Attachment && Words.Contains(word) ? char.ToUpperInvariant(word[0]) + change.Summary[1..] : change.Summary;
    }

    // Labels and names may be of several lines.
    private static void Line(StringBuilder text, string sentence) =>
        text.Append(PlainText.Of(sentence)).Append(sentence.EndsWith('.') ? "\n" : ".\n");

    private static string Time(HostState state) => state.ObservedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
