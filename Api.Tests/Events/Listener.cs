using System.Text.Json;
using Xunit;

namespace NetApi.Tests.Events;

/// <summary>One block of a stream as it came over the wire.</summary>
/// <param name="Name">Name of the event; null in a block that has only comments or an id.</param>
/// <param name="Data">Its data; undefined where there is none.</param>
/// <param name="Id">Its id; null where there is none.</param>
/// <param name="Comment">Its comment; null where there is none.</param>
internal sealed record Block(string? Name, JsonElement Data, string? Id, string? Comment)
{
    public string Summary => Data.Text("summary");
}

/// <summary>Reads <c>/api/v1/events</c> block by block, comments and all.</summary>
internal sealed class Listener(HttpResponseMessage response, StreamReader lines) : IDisposable
{
    // No event takes that long; a test that waits for one in vain ends.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public HttpResponseMessage Response => response;

    public static async Task<Listener> OpenAsync(HttpClient client, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/events{query}");
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new Listener(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The next block; null at the end of the stream.</summary>
    public async Task<Block?> NextBlockAsync()
    {
        var block = new Block(null, default, null, null);
        var isEmpty = true;
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length == 0 && !isEmpty)
                return block;
            isEmpty = false;
            block = line.Split(": ", 2) switch
            {
                ["event", var name] => block with { Name = name },
                ["data", var data] => block with { Data = JsonElement.Parse(data) },
                ["id", var id] => block with { Id = id },
                ["", var comment] => block with { Comment = comment },
                _ => throw new FormatException($"'{line}' is no line of a server-sent event."),
            };
        }
        return null;
    }

    /// <summary>The next event, past comments.</summary>
    public async Task<Block> NextAsync()
    {
        while (true)
        {
            var block = await NextBlockAsync();
            Assert.NotNull(block);
            if (block.Name is not null)
                return block;
        }
    }

    /// <summary>The next events up to the one that has an id.</summary>
    public async Task<List<Block>> NextRevisionAsync()
    {
        var blocks = new List<Block>();
        do
            blocks.Add(await NextAsync());
        while (blocks[^1].Id is null);
        return blocks;
    }

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
    }
}
