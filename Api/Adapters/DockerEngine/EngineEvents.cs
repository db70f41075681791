using System.Globalization;
using System.Runtime.CompilerServices;
using Docker.DotNet.Models;

namespace NetApi.Adapters.DockerEngine;

/// <summary>The engine's stream of events.</summary>
internal sealed class EngineEvents : IDisposable
{
    /// <summary>What the engine is asked to.</summary>
    public const string Operation = "tell its events";

    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    private readonly EngineClient _engine;
    private readonly StreamReader _lines;

    private EngineEvents(EngineClient engine, Stream stream) => (_engine, _lines) = (engine, new StreamReader(stream));

    /// <summary>Subscribes. The engine also repeats what it remembers (its last 256 events) from <paramref name="since"/> on.</summary>
    /// <remarks>Engines answer before they join the subscriber to their events: it is <paramref name="since"/> that covers that moment.</remarks>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public static async Task<EngineEvents> SubscribeAsync(EngineClient engine, DateTimeOffset since, CancellationToken cancellationToken) =>
        new(engine, await engine.ReadAsync(Operation, (s, token) => OpenAsync(s, since, null, token), cancellationToken));

    /// <summary>The last event the engine had logged when it was asked; null where there is none between the two times.</summary>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public static Task<EngineEvent?> NewestAsync(EngineClient engine, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
        engine.ReadAsync(Operation, async (session, token) =>
        {
            using var lines = new StreamReader(await OpenAsync(session, since, until, token));
            string? last = null;
            while (await lines.ReadLineAsync(token) is { } line)
                last = line.Length > 0 ? line : last;
            return last is null ? null : EngineEvent.Parse(last);
        }, cancellationToken);

    /// <summary>The events, as they come. Never ends but by an exception.</summary>
    /// <exception cref="EngineUnavailableException">The stream broke.</exception>
    public async IAsyncEnumerable<EngineEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
            yield return await NextAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private async Task<EngineEvent> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _lines.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.Length > 0)
                    return EngineEvent.Parse(line);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && EngineFaults.Explain(e, _engine.Options, Operation) is { } fault)
        {
            throw fault;
        }
        throw new EngineUnavailableException(
            EngineUnavailableReason.Down,
            Operation,
            $"The Docker Engine at {_engine.Options.Endpoint} ended the stream of its events. It is stopping or restarting; see its log (journalctl -u docker).");
    }

#pragma warning disable CS0618 // The library prefers another overload, which does not tell when the engine has answered.
    private static Task<Stream> OpenAsync(EngineSession session, DateTimeOffset since, DateTimeOffset? until, CancellationToken cancellationToken) =>
        session.Client.System.MonitorEventsAsync(ParametersOf(since, until), cancellationToken);
#pragma warning restore CS0618

    private static ContainerEventsParameters ParametersOf(DateTimeOffset since, DateTimeOffset? until) => new()
    {
        Since = Text(since),
        Until = until is { } end ? Text(end) : null,
        // Events of images and volumes change nothing that NetApi shows.
        Filters = new Dictionary<string, IDictionary<string, bool>>
        {
            ["type"] = new Dictionary<string, bool> { ["container"] = true, ["network"] = true, ["daemon"] = true, ["node"] = true },
        },
    };

    // Seconds and nanoseconds since 1970, as the engine reads them.
    private static string Text(DateTimeOffset time)
    {
        var (seconds, ticks) = Math.DivRem((time - Epoch).Ticks, TimeSpan.TicksPerSecond);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds}.{ticks * 100:000000000}");
    }
}
