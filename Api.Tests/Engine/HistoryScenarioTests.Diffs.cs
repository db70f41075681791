using System.Text.Json.Nodes;
using System.Xml.Linq;
using Xunit;

namespace NetApi.Tests.Engine;

// What changed between two notes, in each form of a diff.
public sealed partial class HistoryScenarioTests
{
    private const string Main = "254";

    private async Task CheckDiffsAsync()
    {
        var created = await CheckDiffAsync(NoteOf("before"), NoteOf("created"));
        Assert.Contains(created, t => t.StartsWith($"+ {Name}\n", StringComparison.Ordinal));
        Assert.Contains(created, t => t.StartsWith("+ ", StringComparison.Ordinal) && t.Contains($"0.0.0.0:{Port}", StringComparison.Ordinal));

        var (restarted, moved) = (NoteOf("restarted"), NoteOf("moved"));
        var bridge = Assert.Single(moved.Bridges.Except(restarted.Bridges));
        Assert.Contains(await CheckDiffAsync(restarted, moved), t => t.StartsWith("+ ", StringComparison.Ordinal) && t.Contains(bridge, StringComparison.Ordinal));
        Assert.Contains(await CheckDiffAsync(moved, restarted), t => t.StartsWith("− ", StringComparison.Ordinal) && t.Contains(bridge, StringComparison.Ordinal));
    }

    // The titles of the picture's boxes, which begin with their marks.
    private async Task<List<string>> CheckDiffAsync(Note from, Note to)
    {
        var diff = $"/diff?from={from.Snapshot}&to={InWords(to.Time)}";
        var (gone, come) = (Addresses(from, to), Addresses(to, from));
        Assert.NotEmpty(come);
        var text = await TextAsync($"{diff}&format=text");
        foreach (var (verb, addresses) in new[] { ("added to", come), ("removed from", gone) })
            Assert.All(addresses, a => Assert.Contains($"address {a[2]} was {verb} {a[1]} of {(a[0] == Name ? $"container {Name}" : "the host")}.", text, StringComparison.OrdinalIgnoreCase));

        var patch = JsonNode.Parse(await TextAsync($"{diff}&format=patch"))!.AsArray();
        Assert.Equal(Operations(gone.Select(AddressKey), come.Select(AddressKey)), Operations(patch, "address"));
        Assert.Equal(Operations(Routes(from).Except(Routes(to)), Routes(to).Except(Routes(from))), Operations(patch, "route"));

        var svg = XElement.Parse(await TextAsync($"{diff}&format=svg"));
        return [.. svg.Descendants().Where(e => e.Name.LocalName == "title").Select(e => e.Value)];
    }

    // Those that a diff tells of: not what the kernel gives each link and each loopback.
    private static List<string[]> Addresses(Note note, Note other) =>
        [.. note.Lines[HostLines.Addresses].Except(other.Lines[HostLines.Addresses]).Select(l => l.Split(' ')).Where(a => a[1] != "lo" && !IsLinkLocal(a[2]))];

    private static IEnumerable<string> Routes(Note note) =>
        from line in note.Lines[HostLines.Routes]
        let words = line.Split(' ')
        where words[1] == Main && !IsLinkLocal(words[2])
        select $"{(words[0] == Name ? $"container:{Name}/" : "")}main/{words[2]}{(words[4] == "0" ? "" : $" metric {words[4]}")}";

    private static string AddressKey(string[] address) => $"{(address[0] == Name ? $"container:{Name}" : "host")}/{address[1]}/{address[2]}";

    private static bool IsLinkLocal(string address) => address.StartsWith("fe80:", StringComparison.Ordinal);

    private static IEnumerable<string> Operations(IEnumerable<string> gone, IEnumerable<string> come) =>
        gone.Select(k => $"remove {k}").Concat(come.Select(k => $"add {k}")).Order(StringComparer.Ordinal);

    // Of the host and the container: other namespaces of the machine come and go as they like.
    private static IEnumerable<string> Operations(JsonArray patch, string entity) => (
        from operation in patch
        let path = operation["path"]!.ToString().Split('/')
        where path is ["", var first, _] && first == entity
        let key = path[2].Replace("~1", "/", StringComparison.Ordinal)
        where !key.Contains(':', StringComparison.Ordinal) || key.StartsWith("host/", StringComparison.Ordinal) || key.StartsWith("main/", StringComparison.Ordinal) || key.StartsWith($"container:{Name}/", StringComparison.Ordinal)
        select $"{operation["op"]} {key}").Order(StringComparer.Ordinal);
}
