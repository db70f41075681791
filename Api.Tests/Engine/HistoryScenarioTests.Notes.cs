using System.Globalization;
using System.Text.Json;
using Xunit;

namespace NetApi.Tests.Engine;

// Notes of the day, taken with other tools, and the same asked of NetApi later.
public sealed partial class HistoryScenarioTests
{
    // So that a whole number of seconds ago can be told that lies within the quiet time behind a note.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.5);

    // What other tools say, at a moment at which NetApi has seen all of it too.
    private async Task NoteAsync(string what)
    {
        await SettleAsync();
        var kept = (await PostAsync("/snapshots", new { label = what })).Body;
        var isThere = (await _engine.DockerAsync("ps", "-aq", "--filter", $"name=^{Name}$")).Trim().Length > 0;
        var container = isThere ? await _engine.InspectAsync("container", Name) : (JsonElement?)null;
        var (addresses, macs, isPublished) = container is { } some ? await InspectAsync(some) : ([], [], false);
        var bridges = _engine.Netns.IpJson("link show type bridge").Select(b => b!["ifname"]?.ToString()).OfType<string>();
        var time = TimeOf(kept["takenAt"]);
        var lines = await HostLines.ReadAsync(_engine, Name, container);
        var passed = DateTimeOffset.UtcNow - time;
        if (passed < Quiet)
            await Task.Delay(Quiet - passed, Cancel);
        _notes.Add(new Note(what, (long)kept["revision"]!, kept["id"]!.ToString(), time, DateTimeOffset.UtcNow, container?.GetProperty("Id").GetString(), addresses, macs, isPublished, [.. bridges.Order(StringComparer.Ordinal)], lines));
    }

    private static async Task<(List<string> Addresses, List<string> Macs, bool IsPublished)> InspectAsync(JsonElement container)
    {
        var settings = container.GetProperty("NetworkSettings");
        var addresses = settings.GetProperty("Networks").EnumerateObject().Where(n => n.Value.GetProperty("IPAddress").GetString() is { Length: > 0 }).Select(n => $"{n.Name} {n.Value.GetProperty("IPAddress").GetString()}");
        var links = container.GetProperty("State").GetProperty("Pid").GetInt32() is var pid and > 0 ? await LabApi.IpAsync(pid, "link") : [];
        var macs = links.Where(l => l!["link_index"] is not null && l["link_type"]!.ToString() == "ether").Select(l => l!["address"]!.ToString());
        // An engine that was killed goes on to name addresses and ports of a container that does not run any more.
        var isPublished = container.GetProperty("State").GetProperty("Running").GetBoolean() && settings.GetProperty("Ports").EnumerateObject().Any(p => p.Value.ValueKind == JsonValueKind.Array && p.Value.EnumerateArray().Any(b => b.GetProperty("HostPort").GetString() == $"{Port}"));
        return ([.. addresses.Order(StringComparer.Ordinal)], [.. macs.Order(StringComparer.Ordinal)], isPublished);
    }

    // IPv6 addresses are tentative for two seconds, which is a change of its own when it ends. That nothing more comes is told by no event.
    private async Task SettleAsync()
    {
        for (var (tries, last) = (0, ""); tries < 100; tries++)
        {
            var hash = (await GetAsync("/host"))["stateHash"]!.ToString();
            var tentative = (await GetAsync("/addresses?limit=5000"))["items"]!.AsArray().Any(a => a!["flags"]!.AsArray().Any(f => f!.ToString() == "tentative"));
            if (hash == last && !tentative)
                return;
            last = hash;
            await Task.Delay(100, Cancel);
        }
        Assert.Fail("The host does not come to rest.");
    }

    private async Task CheckAsync(Note note)
    {
        foreach (var moment in (string[])[$"{note.Revision}", note.Snapshot, InWords(note.Time)])
        {
            await CheckContainerAsync(note, moment);
            foreach (var (resource, lines) in note.Lines)
                AssertSame(note, resource, moment, lines, await LinesAsync(resource, moment));
        }
        foreach (var (resource, lines) in note.Lines)
            AssertSame(note, resource, "so long ago", lines, await LinesSoLongAgoAsync(resource, note));
        var bridges = await GetAsync($"/bridges?at={note.Revision}&limit=5000");
        Assert.Equal(note.Bridges, bridges["items"]!.AsArray().Where(b => b!["namespace"]!["name"]!.ToString() == "host").Select(b => b!["name"]!.ToString()).Order(StringComparer.Ordinal));
    }

    private async Task CheckContainerAsync(Note note, string moment)
    {
        var containers = await GetAsync($"/containers?at={moment}&name={Name}");
        var container = containers["items"]!.AsArray().SingleOrDefault();
        Assert.Equal((note.What, note.Id), (note.What, container?["id"]!.ToString()));
        if (note.Id is null)
            return;
        Assert.Equal(
            note.Addresses,
            container!["networks"]!.AsArray().Where(n => n!["ipv4Address"] is not null).Select(n => $"{n!["name"]} {n["ipv4Address"]!.ToString().Split('/')[0]}").Order(StringComparer.Ordinal));
        var links = await GetAsync($"/links?at={moment}&container={note.Id}");
        Assert.Equal(note.Macs, links["items"]!.AsArray().Where(l => l!["kind"]!.ToString() == "veth").Select(l => l!["mac"]!.ToString()).Order(StringComparer.Ordinal));
    }

    private async Task<List<string>> LinesAsync(string resource, string moment) =>
        AnswerLines.Of(resource, await GetAsync($"{resource}?at={moment}{(resource == HostLines.Topology ? "" : "&limit=5000")}"), Name);

    // A relative time counts from when it is read, somewhere between question and answer: only where all of that leads to the quiet time does the note say what is right.
    private async Task<List<string>> LinesSoLongAgoAsync(string resource, Note note)
    {
        while (true)
        {
            var seconds = (long)(DateTimeOffset.UtcNow - note.Time).TotalSeconds;
            var lines = await LinesAsync(resource, $"-{seconds}s");
            if (DateTimeOffset.UtcNow.AddSeconds(-seconds) <= note.Until)
                return lines;
        }
    }

    private static void AssertSame(Note note, string resource, string moment, IEnumerable<string> noted, IEnumerable<string> told) =>
        Assert.Equal($"{note.What}, {resource} at {moment}:\n{string.Join('\n', noted)}", $"{note.What}, {resource} at {moment}:\n{string.Join('\n', told)}");

    private static string InWords(DateTimeOffset time) => Uri.EscapeDataString(time.ToString("O", CultureInfo.InvariantCulture));

    private Note NoteOf(string what) => _notes.Single(n => n.What == what);

    private sealed record Note(
        string What, long Revision, string Snapshot, DateTimeOffset Time, DateTimeOffset Until, string? Id, IReadOnlyList<string> Addresses, IReadOnlyList<string> Macs, bool IsPublished,
        IReadOnlyList<string> Bridges, IReadOnlyDictionary<string, IReadOnlyList<string>> Lines);
}
