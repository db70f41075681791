using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>A day of the article's host: containers come, restart, move and are made anew, the engine restarts, NetApi is killed in between. What it says afterwards is held against notes that were taken with ip and docker inspect at those moments.</summary>
[Collection(nameof(ExclusiveLab))]
[Trait("Ring", "Engine")]
public sealed partial class HistoryScenarioTests : IAsyncLifetime
{
    private const int Port = 8321;
    private const string Name = "web";
    private const string Network = "backend";

    private readonly string _data = Directory.CreateTempSubdirectory("netapi-history-").FullName;
    private readonly List<Note> _notes = [];
    private OwnEngine _engine = null!;
    private NetApiProcess? _api;
    private DateTimeOffset _engineLost;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Without a lab the tests say themselves that they did not run.
        if (!Ring.HasEngine)
            return;
        _engine = await OwnEngine.StartAsync();
        _engine.Netns.Batch(["link add uplink type bridge", "addr add 192.0.2.10/24 dev uplink", "link set uplink up", "route add default via 192.0.2.1"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
        if (_engine is not null)
            await _engine.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Every_question_is_answered_as_the_notes_of_the_day_say()
    {
        Ring.Engine();
        await StartApiAsync();
        await NoteAsync("before");
        var created = await PostAsync("/containers", new { name = Name, image = LabDocker.Busybox, command = new[] { "sleep", "600" }, ports = new[] { new { hostPort = Port, containerPort = 80 } } });
        var createdBy = created.RequestId;
        await NoteAsync("created");
        await PostAsync($"/containers/{Name}/restart?timeoutSeconds=0", new { });
        await NoteAsync("restarted");
        await PostAsync("/networks", new { name = Network });
        await _engine.DockerAsync("network", "connect", Network, Name);
        await _engine.DockerAsync("network", "disconnect", "bridge", Name);
        await NoteAsync("moved");
        await _engine.KillAsync();
        await UntilAsync("/containers", isServed: false);
        _engineLost = DateTimeOffset.UtcNow;
        // Without live-restore it ends what it finds running.
        await _engine.LaunchAsync("{}");
        await UntilAsync($"/containers?name={Name}&state=exited");
        await NoteAsync("engine restarted");
        await _engine.DockerAsync("start", Name);
        await NoteAsync("started again");
        await _api!.KillAsync();
        await _engine.DockerAsync("rm", "-f", "-v", Name);
        await StartApiAsync();
        await NoteAsync("removed while NetApi was away");
        await _engine.RunAsync(Name, "-p", $"{Port}:80");
        await NoteAsync("made anew");

        foreach (var note in _notes)
            await CheckAsync(note);
        await CheckDiffsAsync();
        await CheckLivesAsync();
        await CheckAddressesAsync();
        await CheckPortAsync(createdBy);
        await CheckTimelineAsync();
        await CheckEngineRestartAsync();
        await CheckOwnChangesAsync();
    }

    [Fact]
    public async Task A_container_that_the_caller_gave_no_name_is_traced_to_the_call()
    {
        Ring.Engine();
        await StartApiAsync();
        // Between the creation and the answer to the call it is connected and started.
        await _engine.DockerAsync("network", "create", Network);
        var networks = new[] { new { name = "bridge" }, new { name = Network } };
        var (created, requestId) = await PostAsync("/containers", new { image = LabDocker.Busybox, command = new[] { "sleep", "600" }, networks });
        await PostAsync("/snapshots", new { label = "created" });
        var entries = (await GetAsync($"/history?container={created["name"]}&entity=container&limit=5000"))["items"]!.AsArray();
        var told = Assert.Single(entries, e => e!["summary"]!.ToString().StartsWith($"container {created["name"]} was created", StringComparison.Ordinal))!;
        var call = Assert.Single(told["causes"]!.AsArray(), c => c!["kind"]!.ToString() == "call")!;
        Assert.Equal(("POST /api/v1/containers", requestId), (call["action"]!.ToString(), call["requestId"]!.ToString()));
    }

    // Snapshots that nobody asked for: before and after what NetApi itself changed.
    private async Task CheckOwnChangesAsync()
    {
        var kept = (await GetAsync("/snapshots?origin=beforeChange,afterChange&limit=5000"))["items"]!.AsArray().Where(s => s!["reason"]!.ToString() == "POST /api/v1/containers").ToList();
        Assert.Equal(["afterChange", "beforeChange"], kept.Select(s => s!["origin"]!.ToString()));
        Assert.All(kept, s => Assert.Equal(("admin", false), (s!["takenBy"]!.ToString(), (bool)s["pinned"]!)));
        var diff = await GetAsync($"/diff?from={kept[1]!["id"]}&to={kept[0]!["id"]}&entity=container");
        Assert.Equal($"container {Name} was created and started", Assert.Single(diff["changes"]!.AsArray())!["summary"]!.ToString());
        Assert.Single((await GetAsync("/snapshots?origin=scheduled"))["items"]!.AsArray());
    }

    private async Task CheckLivesAsync()
    {
        var lives = (await GetAsync($"/history/containers/{Name}"))["items"]!.AsArray();
        Assert.Equal([NoteOf("made anew").Id, NoteOf("created").Id], lives.Select(l => l!["id"]!.ToString()));
        Assert.Null(lives[0]!["span"]!["until"]);
        // It was removed while nobody watched: found after that.
        var end = (long)lives[1]!["span"]!["until"]!["revision"]!;
        Assert.InRange(end, NoteOf("started again").Revision + 1, NoteOf("removed while NetApi was away").Revision);
        Assert.True(lives[1]!["runs"]!.AsArray().Select(r => r!["startedAt"]?.ToString()).OfType<string>().Distinct().Count() >= 2);
    }

    private async Task CheckAddressesAsync()
    {
        foreach (var note in _notes.Where(n => n.Id is not null))
        {
            foreach (var address in note.Addresses.Select(a => a.Split(' ')[1]))
            {
                // What the engine says of a container that does not run is not there.
                var isThere = note.Lines[HostLines.Addresses].Any(l => l.Contains($" {address}/", StringComparison.Ordinal));
                var lives = (await GetAsync($"/history/addresses/{address}"))["items"]!.AsArray();
                Assert.True(isThere == lives.Any(l => l!["owner"]!["containerId"]?.ToString() == note.Id && Covers(l["span"]!, note.Revision)), $"{note.What}, revision {note.Revision}, {address}: {lives}");
            }
            foreach (var mac in note.Macs)
            {
                var lives = (await GetAsync($"/history/macs/{mac}"))["items"]!.AsArray();
                Assert.True(lives.Any(l => l!["owner"]!["containerId"]?.ToString() == note.Id && Covers(l["span"]!, note.Revision)), $"{note.What}, revision {note.Revision}, {mac}: {lives}");
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
        var entries = (await GetAsync($"/history?container={Name}&limit=5000"))["items"]!.AsArray();
        var away = Assert.Single(entries, e => e!["kind"]!.ToString() == "interruption" && e["key"]!.ToString() == "netapi")!;
        var removed = Assert.Single(entries, e => e!["summary"]!.ToString() == $"container {Name} was removed")!;
        Assert.Equal(away["notBefore"]!.ToString(), removed["notBefore"]!.ToString());
        Assert.Contains(entries, e => e!["summary"]!.ToString() == $"{Name} joined network {Network}" && e["causes"]!.AsArray().Any(c => c!["action"]?.ToString() == "connect"));
        // A restart and a return under the old name are no heap of removals.
        var restarted = await GetAsync($"/diff?from={NoteOf("created").Revision}&to={NoteOf("restarted").Revision}&entity=container");
        Assert.Equal($"container {Name} was restarted", Assert.Single(restarted["changes"]!.AsArray())!["summary"]!.ToString());
        var anew = await GetAsync($"/diff?from={NoteOf("created").Revision}&to={NoteOf("made anew").Revision}&entity=container");
        Assert.StartsWith($"container {Name} was recreated", Assert.Single(anew["changes"]!.AsArray())!["summary"]!.ToString(), StringComparison.Ordinal);
    }

    private static bool Covers(JsonNode span, long revision) => (long)span["from"]!["revision"]! <= revision && (span["until"] is not { } until || (long)until["revision"]! > revision);

    // What ended with the engine may have since the engine was lost, and had when it was back.
    private async Task CheckEngineRestartAsync()
    {
        var (moved, restarted) = (NoteOf("moved"), NoteOf("engine restarted"));
        var entries = (await GetAsync($"/history?container={Name}&entity=container&from={moved.Revision}&to={restarted.Revision}&limit=5000"))["items"]!.AsArray();
        Assert.Contains(entries, e => e!["kind"]!.ToString() == "interruption" && e["key"]!.ToString() == "engine");
        var ended = Assert.Single(entries, e => e!["summary"]!.ToString().StartsWith($"container {Name} ended", StringComparison.Ordinal))!;
        Assert.InRange(TimeOf(ended["notBefore"]), moved.Time, _engineLost);
        Assert.InRange(TimeOf(ended["at"]), _engineLost, restarted.Time);
        // It is the same container all along.
        Assert.Equal([moved.Id, moved.Id], new[] { restarted.Id, NoteOf("started again").Id });
    }

    private static DateTimeOffset TimeOf(JsonNode? time) => DateTimeOffset.Parse(time!.ToString(), CultureInfo.InvariantCulture);

    private async Task StartApiAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
        _api = await NetApiProcess.StartAsync(new Dictionary<string, string?> { ["DOCKER_HOST"] = _engine.Host }, _data, _engine.Netns);
    }

    // It learns of it a moment later than this test.
    private async Task UntilAsync(string path, bool isServed = true)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await _api!.Admin.GetAsync(new Uri($"/api/v1{path}", UriKind.Relative), deadline.Token);
            if (isServed ? answer.IsSuccessStatusCode && JsonNode.Parse(await answer.Content.ReadAsStringAsync(deadline.Token))!["items"]!.AsArray().Count > 0 : answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                return;
            await Task.Delay(50, deadline.Token);
        }
    }

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await TextAsync(path))!;

    private async Task<string> TextAsync(string path)
    {
        using var answer = await _api!.Admin.GetAsync(new Uri($"/api/v1{path}", UriKind.Relative), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text;
    }

    private async Task<(JsonNode Body, string RequestId)> PostAsync(string path, object body)
    {
        using var answer = await _api!.Admin.PostAsync(new Uri($"/api/v1{path}", UriKind.Relative), JsonContent.Create(body), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return (JsonNode.Parse(text)!, answer.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.Single() : "");
    }
}
