using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace NetApi.Bench.Engine;

/// <summary>The engine's events: those of the past that it remembers, and whoever listens for the next ones.</summary>
internal sealed class EngineEventLog : IDisposable
{
    // As many as Docker remembers.
    private const int Remembered = 256;

    private readonly Lock _gate = new();
    private readonly Queue<(decimal Time, string Line)> _past = new();
    private readonly CancellationTokenSource _ending = new();
    private ImmutableList<Channel<string>> _listeners = [];

    /// <summary>Tells an event to everybody who listens.</summary>
    public void Tell(string type, string action, EventActor actor)
    {
        lock (_gate)
        {
            var nanoseconds = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100;
            var line = JsonSerializer.Serialize(new { Type = type, Action = action, Actor = actor, scope = "local", time = nanoseconds / 1_000_000_000, timeNano = nanoseconds });
            _past.Enqueue((nanoseconds / 1_000_000_000m, line));
            if (_past.Count > Remembered)
                _past.Dequeue();
            foreach (var listener in _listeners)
                listener.Writer.TryWrite(line);
        }
    }

    /// <summary>Answers <c>GET /events?since=…&amp;until=…</c>; without <c>until</c> it goes on.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var (since, until) = (TimeIn(http, "since"), TimeIn(http, "until"));
        var listener = Channel.CreateUnbounded<string>();
        lock (_gate)
        {
            foreach (var (time, line) in _past.Where(p => p.Time >= (since ?? decimal.MaxValue) && p.Time <= (until ?? decimal.MaxValue)))
                listener.Writer.TryWrite(line);
            if (until is null)
                _listeners = _listeners.Add(listener);
            else
                listener.Writer.Complete();
        }
        http.Response.ContentType = "application/json";
        await http.Response.Body.FlushAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _ending.Token);
        try
        {
            await foreach (var line in listener.Reader.ReadAllAsync(end.Token))
                await http.Response.WriteAsync(line + "\n", end.Token);
        }
        catch (OperationCanceledException)
        {
            // The listener has gone, or the engine ends.
        }
        finally
        {
            lock (_gate)
                _listeners = _listeners.Remove(listener);
        }
    }

    public void Dispose() => _ending.Cancel();

    private static decimal? TimeIn(HttpContext http, string name) =>
        decimal.TryParse(http.Request.Query[name], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var time) ? time : null;
}
