using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>A day of the article's host: containers come, restart, move and are made anew, NetApi is killed in between. What it says afterwards is held against notes that were taken with ip and docker inspect at those moments.</summary>
[Collection(nameof(ExclusiveLab))]
[Trait("Ring", "Engine")]
public sealed class HistoryScenarioTests : IAsyncLifetime
{
    private const int Port = 8321;

    private readonly string _data = Directory.CreateTempSubdirectory("netapi-history-").FullName;
    private readonly LabDocker _docker = new();
    private readonly string _name;
    private readonly string _network;
    private readonly List<Note> _notes = [];
    private NetApiProcess? _api;

    public HistoryScenarioTests() => (_name, _network) = (_docker.NewContainerName(), _docker.NewNetworkName());

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
        if (Ring.HasEngine)
            await _docker.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Every_question_is_answered_as_the_notes_of_the_day_say()
    {
        Ring.Engine();
        await StartApiAsync();
        await NoteAsync("before");
        var created = await PostAsync("/containers", new { name = _name, image = "netapi/busybox:1", command = new[] { "sleep", "600" }, ports = new[] { new { hostPort = Port, containerPort = 80 } } });
        var createdBy = created.RequestId;
        await NoteAsync("created");
        await PostAsync($"/containers/{_name}/restart?timeoutSeconds=0", new { });
        await NoteAsync("restarted");
        await PostAsync("/networks", new { name = _network });
        await _docker.DockerAsync("network", "connect", _network, _name);
        await _docker.DockerAsync("network", "disconnect", "bridge", _name);
        await NoteAsync("moved");
        await _api!.KillAsync();
        await _docker.DockerAsync("rm", "-f", "-v", _name);
        await StartApiAsync();
        await NoteAsync("removed while NetApi was away");
        await _docker.DockerAsync("run", "-d", "--name", _name, "-p", $"{Port}:80", LabDocker.Busybox, "sleep", "600");
        await NoteAsync("made anew");

        foreach (var note in _notes)
            await CheckAsync(note);
        await CheckLivesAsync();
        await CheckAddressesAsync();
        await CheckPortAsync(createdBy);
        await CheckTimelineAsync();
        await CheckOwnChangesAsync();
    }

    [Fact]
    public async Task A_container_that_the_caller_gave_no_name_is_traced_to_the_call()
    {
        Ring.Engine();
        await StartApiAsync();
        // Between the creation and the answer to the call it is connected and started.
        await _docker.DockerAsync("network", "create", _network);
        var networks = new[] { new { name = "bridge" }, new { name = _network } };
        var (created, requestId) = await PostAsync("/containers", new { image = LabDocker.Busybox, command = new[] { "sleep", "600" }, networks });
        try
        {
            await PostAsync("/snapshots", new { label = "created" });
            var entries = (await GetAsync($"/history?container={created["name"]}&entity=container&limit=5000"))["items"]!.AsArray();
            var told = Assert.Single(entries, e => e!["summary"]!.ToString().StartsWith($"container {created["name"]} was created", StringComparison.Ordinal))!;
            var call = Assert.Single(told["causes"]!.AsArray(), c => c!["kind"]!.ToString() == "call")!;
            Assert.Equal(("POST /api/v1/containers", requestId), (call["action"]!.ToString(), call["requestId"]!.ToString()));
        }
        finally
        {
            await _docker.DockerAsync("rm", "-f", "-v", created["id"]!.ToString());
        }
    }

    // Snapshots that nobody asked for: before and after what NetApi itself changed.
    private async Task CheckOwnChangesAsync()
    {
        var kept = (await GetAsync("/snapshots?origin=beforeChange,afterChange&limit=5000"))["items"]!.AsArray().Where(s => s!["reason"]!.ToString() == "POST /api/v1/containers").ToList();
        Assert.Equal(["afterChange", "beforeChange"], kept.Select(s => s!["origin"]!.ToString()));
        Assert.All(kept, s => Assert.Equal(("admin", false), (s!["takenBy"]!.ToString(), (bool)s["pinned"]!)));
        var diff = await GetAsync($"/diff?from={kept[1]!["id"]}&to={kept[0]!["id"]}&entity=container");
        Assert.Equal($"container {_name} was created and started", Assert.Single(diff["changes"]!.AsArray())!["summary"]!.ToString());
        Assert.Single((await GetAsync("/snapshots?origin=scheduled"))["items"]!.AsArray());
    }

    private async Task CheckAsync(Note note)
    {
        var at = $"at={note.Revision}";
        foreach (var moment in (string[])[at, $"at={Uri.EscapeDataString(note.Time.ToString("O", CultureInfo.InvariantCulture))}"])
        {
            var containers = await GetAsync($"/containers?{moment}&name={_name}");
            var container = containers["items"]!.AsArray().SingleOrDefault();
            Assert.Equal((note.What, note.Id), (note.What, container?["id"]!.ToString()));
            if (note.Id is null)
                continue;
            Assert.Equal(
                note.Addresses,
                container!["networks"]!.AsArray().Where(n => n!["ipv4Address"] is not null).Select(n => $"{n!["name"]} {n["ipv4Address"]!.ToString().Split('/')[0]}").Order(StringComparer.Ordinal));
            var links = await GetAsync($"/links?{moment}&container={note.Id}");
            Assert.Equal(note.Macs, links["items"]!.AsArray().Where(l => l!["kind"]!.ToString() == "veth").Select(l => l!["mac"]!.ToString()).Order(StringComparer.Ordinal));
        }
        var bridges = await GetAsync($"/bridges?{at}&limit=5000");
        Assert.Equal(note.Bridges, bridges["items"]!.AsArray().Where(b => b!["namespace"]!["name"]!.ToString() == "host").Select(b => b!["name"]!.ToString()).Order(StringComparer.Ordinal));
    }

    private async Task CheckLivesAsync()
    {
        var lives = (await GetAsync($"/history/containers/{_name}"))["items"]!.AsArray();
        Assert.Equal([_notes[^1].Id, _notes[1].Id], lives.Select(l => l!["id"]!.ToString()));
        Assert.Null(lives[0]!["span"]!["until"]);
        // It was removed while nobody watched: found after that.
        var end = (long)lives[1]!["span"]!["until"]!["revision"]!;
        Assert.InRange(end, _notes[3].Revision + 1, _notes[4].Revision);
        Assert.True(lives[1]!["runs"]!.AsArray().Select(r => r!["startedAt"]?.ToString()).OfType<string>().Distinct().Count() >= 2);
    }

    private async Task CheckAddressesAsync()
    {
        foreach (var note in _notes.Where(n => n.Id is not null))
        {
            foreach (var address in note.Addresses.Select(a => a.Split(' ')[1]))
            {
                var lives = (await GetAsync($"/history/addresses/{address}"))["items"]!.AsArray();
                Assert.Contains(lives, l => l!["owner"]!["containerId"]?.ToString() == note.Id && Covers(l["span"]!, note.Revision));
            }
            foreach (var mac in note.Macs)
            {
                var lives = (await GetAsync($"/history/macs/{mac}"))["items"]!.AsArray();
                Assert.Contains(lives, l => l!["owner"]!["containerId"]?.ToString() == note.Id && Covers(l["span"]!, note.Revision));
            }
        }
    }

    private async Task CheckPortAsync(string createdBy)
    {
        var held = (await GetAsync($"/history/ports/{Port}"))["items"]!.AsArray();
        foreach (var note in _notes)
            Assert.Equal((note.What, note.IsPublished), (note.What, held.Any(l => l!["kind"]!.ToString() == "published" && l["containerId"]!.ToString() == note.Id && Covers(l["span"]!, note.Revision))));
        var first = held.Where(l => l!["kind"]!.ToString() == "published").MinBy(l => (long)l!["span"]!["from"]!["revision"]!)!;
        var call = Assert.Single(first["causes"]!.AsArray(), c => c!["kind"]!.ToString() == "call")!;
        Assert.Equal(("POST /api/v1/containers", "admin", createdBy), (call["action"]!.ToString(), call["key"]!.ToString(), call["requestId"]!.ToString()));
    }

    private async Task CheckTimelineAsync()
    {
        var entries = (await GetAsync($"/history?container={_name}&limit=5000"))["items"]!.AsArray();
        var away = Assert.Single(entries, e => e!["kind"]!.ToString() == "interruption" && e["key"]!.ToString() == "netapi")!;
        var removed = Assert.Single(entries, e => e!["summary"]!.ToString() == $"container {_name} was removed")!;
        Assert.Equal(away["notBefore"]!.ToString(), removed["notBefore"]!.ToString());
        Assert.Contains(entries, e => e!["summary"]!.ToString() == $"{_name} joined network {_network}" && e["causes"]!.AsArray().Any(c => c!["action"]?.ToString() == "connect"));
        // A restart and a return under the old name are no heap of removals.
        var restarted = await GetAsync($"/diff?from={_notes[1].Revision}&to={_notes[2].Revision}&entity=container");
        Assert.Equal($"container {_name} was restarted", Assert.Single(restarted["changes"]!.AsArray())!["summary"]!.ToString());
        var anew = await GetAsync($"/diff?from={_notes[1].Revision}&to={_notes[5].Revision}&entity=container");
        Assert.StartsWith($"container {_name} was recreated", Assert.Single(anew["changes"]!.AsArray())!["summary"]!.ToString(), StringComparison.Ordinal);
    }

    private static bool Covers(JsonNode span, long revision) => (long)span["from"]!["revision"]! <= revision && (span["until"] is not { } until || (long)until["revision"]! > revision);

    private async Task StartApiAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
        _api = await NetApiProcess.StartAsync(dataDirectory: _data);
    }

    // What other tools say, at a moment at which NetApi has seen all of it too.
    private async Task NoteAsync(string what)
    {
        await SettleAsync();
        var kept = await PostAsync("/snapshots", new { label = what });
        var isThere = await _docker.ExistsAsync("container", _name);
        var (id, addresses, macs, isPublished) = isThere ? await InspectAsync() : (null, [], [], false);
        var bridges = JsonNode.Parse(await LabApi.RunAsync("ip", "-j", "link", "show", "type", "bridge"))!.AsArray().Select(b => b!["ifname"]?.ToString()).OfType<string>();
        _notes.Add(new Note(what, (long)kept.Body["revision"]!, DateTimeOffset.Parse(kept.Body["takenAt"]!.ToString(), CultureInfo.InvariantCulture), id, [.. addresses.Order(StringComparer.Ordinal)], [.. macs.Order(StringComparer.Ordinal)], isPublished, [.. bridges.Order(StringComparer.Ordinal)]));
    }

    private async Task<(string? Id, List<string> Addresses, List<string> Macs, bool IsPublished)> InspectAsync()
    {
        var container = await _docker.InspectAsync("container", _name);
        var settings = container.GetProperty("NetworkSettings");
        var addresses = settings.GetProperty("Networks").EnumerateObject().Where(n => n.Value.GetProperty("IPAddress").GetString() is { Length: > 0 }).Select(n => $"{n.Name} {n.Value.GetProperty("IPAddress").GetString()}");
        var links = JsonNode.Parse(await LabApi.RunAsync("nsenter", "-t", container.GetProperty("State").GetProperty("Pid").GetInt32().ToString(CultureInfo.InvariantCulture), "-n", "ip", "-j", "link"))!.AsArray();
        var macs = links.Where(l => l!["link_index"] is not null && l["link_type"]!.ToString() == "ether").Select(l => l!["address"]!.ToString());
        var isPublished = settings.GetProperty("Ports").EnumerateObject().Any(p => p.Value.ValueKind == JsonValueKind.Array && p.Value.EnumerateArray().Any(b => b.GetProperty("HostPort").GetString() == $"{Port}"));
        return (container.GetProperty("Id").GetString(), [.. addresses], [.. macs], isPublished);
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
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Fail("The host does not come to rest.");
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await _api!.Admin.GetAsync(new Uri($"/api/v1{path}", UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private async Task<(JsonNode Body, string RequestId)> PostAsync(string path, object body)
    {
        using var answer = await _api!.Admin.PostAsync(new Uri($"/api/v1{path}", UriKind.Relative), JsonContent.Create(body), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return (JsonNode.Parse(text)!, answer.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.Single() : "");
    }

    private sealed record Note(string What, long Revision, DateTimeOffset Time, string? Id, IReadOnlyList<string> Addresses, IReadOnlyList<string> Macs, bool IsPublished, IReadOnlyList<string> Bridges);
}
