using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using NetApi.Hosting.Problems;

namespace NetApi.Operations;

/// <summary>An operation's changes as server-sent events (HTML Living Standard, 9.2).</summary>
internal static class OperationEvents
{
    /// <summary>Longest silence: proxies close connections that say nothing for a minute.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Shortest time between two progress events; a pull changes some hundred times a second.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>The newest state whenever it is another one than <paramref name="seen"/>, until the operation has ended.</summary>
    public static async IAsyncEnumerable<SseItem<Operation>> Of(OperationEntry entry, long seen, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            var (newest, changed) = entry.Look();
            var isNews = newest.Sequence != seen;
            var isLast = newest.Operation.State != OperationState.Running;
            if (isNews || isLast)
            {
                seen = newest.Sequence;
                yield return Item(isLast ? "finished" : "progress", newest);
                if (isLast)
                    yield break;
                await WithinAsync(entry.Finished, Pace, clock, cancel);
            }
            else if (!await WithinAsync(changed, Heartbeat, clock, cancel))
            {
                yield return Item("heartbeat", newest);
            }
        }
    }

    /// <summary>The sequence number a reader saw last; 0 where it saw none.</summary>
    /// <exception cref="InvalidRequestException">The header is no id that NetApi gave out.</exception>
    public static long Seen(string? lastEventId)
    {
        if (string.IsNullOrEmpty(lastEventId))
            return 0;
        return long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw new InvalidRequestException([new Fault("header:Last-Event-ID", "unknown-event", $"'{lastEventId}' is no id of an event of this operation; send the last one you got, or none.")]);
    }

    private static SseItem<Operation> Item(string type, OperationUpdate update) =>
        new(update.Operation, type) { EventId = update.Sequence.ToString(CultureInfo.InvariantCulture) };

    private static async Task<bool> WithinAsync(Task awaited, TimeSpan limit, TimeProvider clock, CancellationToken cancel)
    {
        try
        {
            await awaited.WaitAsync(limit, clock, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
