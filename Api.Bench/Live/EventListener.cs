using System.Diagnostics;
using System.Text.Json;
using NetApi.Bench.Service;

namespace NetApi.Bench.Live;

/// <summary>A client of <c>/api/v1/events</c>.</summary>
internal sealed class EventListener : IDisposable
{
    public const string Path = "/api/v1/events";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private EventListener(HttpResponseMessage answer, StreamReader lines) => (_answer, _lines) = (answer, lines);

    /// <summary>Hash of the state that it began at.</summary>
    public string ContentHash { get; private set; } = "";

    /// <summary>Subscribes.</summary>
    public static async Task<EventListener> SubscribeAsync(HttpClient client)
    {
        var answer = await client.GetAsync(NetApiServer.At(Path), HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        var listener = new EventListener(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
        await listener.WaitForAsync("event: hello");
        var hello = JsonSerializer.Deserialize<JsonElement>((await listener._lines.ReadLineAsync())!["data:".Length..]);
        listener.ContentHash = hello.GetProperty("contentHash").GetString()!;
        return listener;
    }

    /// <summary>Waits for a line that holds a text.</summary>
    /// <returns>When it was read (<see cref="Stopwatch.GetTimestamp"/>).</returns>
    /// <exception cref="OperationCanceledException">It did not come.</exception>
    public async Task<long> WaitForAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return Stopwatch.GetTimestamp();
        }
        throw new InvalidOperationException("The stream of events ended.");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _answer.Dispose();
    }
}
