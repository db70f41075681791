using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace NetApi.Tests.Adapters.DockerEngine;

/// <summary>Containers, networks and events of a stand-in engine, which answers as moby does: it remembers its events and repeats them from <c>since</c> on.</summary>
internal sealed class StandInHost
{
    private readonly Lock _gate = new();
    private readonly StandInEngine _engine;
    private readonly ConcurrentDictionary<string, JsonObject> _containers = new();
    private readonly ConcurrentDictionary<string, JsonObject> _networks = new();
    private readonly List<(long TimeNano, string Line)> _log = [];
    private readonly List<Subscriber> _subscribers = [];
    private int _count;

    public StandInHost(StandInEngine engine)
    {
        _engine = engine;
        engine.On("GET /containers/json", ListAsync).On("GET /networks", http => WriteAsync(http, new JsonArray([.. _networks.Values.Select(n => n.DeepClone())]))).On("GET /events", EventsAsync);
    }

    /// <summary>Called when the list of containers was made and not yet sent.</summary>
    public Action OnListed { get; set; } = () => { };

    /// <summary>Called when a subscription was answered and not yet joined to the events.</summary>
    public Action OnAnswered { get; set; } = () => { };

    /// <summary>Events are logged and not sent while it is not completed.</summary>
    public Task Delivery { get; set; } = Task.CompletedTask;

    /// <summary>The queries of the subscriptions.</summary>
    public ConcurrentQueue<string> Subscriptions { get; } = new();

    public int OpenStreams
    {
        get
        {
            lock (_gate)
                return _subscribers.Count;
        }
    }

    /// <summary>How often a container was inspected.</summary>
    public int InspectionsOf(string id) => _engine.Requests.Count(r => r.EndsWith($"/containers/{id}/json", StringComparison.Ordinal));

    /// <summary>A new container runs; its id.</summary>
    public string Run(string name)
    {
        var id = Interlocked.Increment(ref _count).ToString("x64", CultureInfo.InvariantCulture);
        _containers[id] = new JsonObject
        {
            ["Id"] = id,
            ["Name"] = $"/{name}",
            ["Created"] = "2026-01-01T00:00:00Z",
            ["State"] = new JsonObject { ["Status"] = "running", ["Pid"] = 1, ["StartedAt"] = "2026-01-01T00:00:00Z" },
            ["Config"] = new JsonObject { ["Image"] = "busybox", ["Labels"] = new JsonObject { ["a"] = "b" } },
            ["HostConfig"] = new JsonObject { ["NetworkMode"] = "bridge" },
            ["NetworkSettings"] = new JsonObject { ["Networks"] = new JsonObject() },
        };
        _engine.On($"GET /containers/{id}/json", http => InspectAsync(http, id));
        Tell("container", "create", id);
        Tell("container", "start", id);
        return id;
    }

    public void Rename(string id, string name)
    {
        _containers[id]["Name"] = $"/{name}";
        Tell("container", "rename", id);
    }

    public void Remove(string id)
    {
        _containers.TryRemove(id, out _);
        Tell("container", "destroy", id);
    }

    /// <summary>The container ends, and no event says so.</summary>
    public void EndSilently(string id) => _containers[id]["State"]!["Status"] = "exited";

    /// <summary>The container is gone, and no event says so.</summary>
    public void RemoveSilently(string id) => _containers.TryRemove(id, out _);

    public string CreateNetwork(string name)
    {
        var id = Interlocked.Increment(ref _count).ToString("x64", CultureInfo.InvariantCulture);
        _networks[id] = new JsonObject
        {
            ["Name"] = name,
            ["Id"] = id,
            ["Driver"] = "bridge",
            ["Scope"] = "local",
            ["Created"] = "2026-01-01T00:00:00Z",
            ["Labels"] = new JsonObject { ["a"] = "b" },
            ["Options"] = new JsonObject { ["c"] = "d" },
        };
        Tell("network", "create", id);
        return id;
    }

    public void Connect(string network, string container)
    {
        _containers[container]["NetworkSettings"]!["Networks"]![(string)_networks[network]["Name"]!] =
            new JsonObject { ["NetworkID"] = network, ["IPAddress"] = "10.0.0.2", ["IPPrefixLen"] = 24 };
        Tell("network", "connect", network, container);
    }

    /// <summary>An event happens.</summary>
    public void Tell(string type, string action, string id, string? container = null)
    {
        var actor = new JsonObject { ["ID"] = id, ["Attributes"] = container is null ? [] : new JsonObject { ["container"] = container } };
        Tell(time => new JsonObject { ["Type"] = type, ["Action"] = action, ["Actor"] = actor, ["timeNano"] = time }.ToJsonString());
    }

    /// <summary>The stream of events says something that is none.</summary>
    public void TellLine(string line) => Tell(_ => line);

    private void Tell(Func<long, string> lineAt)
    {
        lock (_gate)
        {
            var time = NowNano();
            var line = lineAt(time);
            _log.Add((time, line));
            foreach (var subscriber in _subscribers)
                subscriber.Lines.Writer.TryWrite(line);
        }
    }

    /// <summary>Cuts every stream of events in the middle.</summary>
    public void BreakStreams()
    {
        lock (_gate)
            _subscribers.ForEach(s => s.Http.Abort());
    }

    private async Task EventsAsync(HttpContext http)
    {
        await http.Response.StartAsync();
        var (since, until) = (NanoOf(http.Request.Query["since"]!), http.Request.Query["until"]);
        if (until.Count > 0)
        {
            foreach (var line in Logged(since, NanoOf(until!)))
                await http.Response.WriteAsync(line + "\n");
            return;
        }
        Subscriptions.Enqueue(http.Request.QueryString.Value!);
        await http.Response.Body.FlushAsync();
        OnAnswered();
        var subscriber = new Subscriber(http, Channel.CreateUnbounded<string>());
        lock (_gate)
        {
            Logged(since, long.MaxValue).ForEach(line => subscriber.Lines.Writer.TryWrite(line));
            _subscribers.Add(subscriber);
        }
        try
        {
            await foreach (var line in subscriber.Lines.Reader.ReadAllAsync(http.RequestAborted))
            {
                await Delivery.WaitAsync(http.RequestAborted);
                await http.Response.WriteAsync(line + "\n", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader went away.
        }
        finally
        {
            lock (_gate)
                _subscribers.Remove(subscriber);
        }
    }

    private List<string> Logged(long since, long until)
    {
        lock (_gate)
            return [.. _log.Where(e => e.TimeNano >= since && e.TimeNano <= until).Select(e => e.Line)];
    }

    private Task ListAsync(HttpContext http)
    {
        JsonArray list =
        [
            .. _containers.Select(c => new JsonObject
            {
                ["Id"] = c.Key,
                ["Names"] = new JsonArray((string)c.Value["Name"]!),
                ["State"] = (string)c.Value["State"]!["Status"]!,
                ["NetworkSettings"] = c.Value["NetworkSettings"]!.DeepClone(),
            }),
        ];
        OnListed();
        return WriteAsync(http, list);
    }

    private Task InspectAsync(HttpContext http, string id)
    {
        if (_containers.TryGetValue(id, out var container))
            return WriteAsync(http, container);
        http.Response.StatusCode = 404;
        return http.Response.WriteAsync("""{"message":"No such container"}""");
    }

    private static Task WriteAsync(HttpContext http, JsonNode json) => http.Response.WriteAsync(json.ToJsonString());

    private static long NowNano() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100;

    private static long NanoOf(string time)
    {
        var parts = time.Split('.');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture) * 1_000_000_000) + long.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    private sealed record Subscriber(HttpContext Http, Channel<string> Lines);
}
