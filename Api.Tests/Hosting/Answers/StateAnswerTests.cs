using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Answers;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Hosting.Answers;

public sealed class StateAnswerTests
{
    private readonly HostState _state = SampleHost.Empty with { ContentHash = "0a0b" };

    [Fact]
    public async Task Execute_FirstTime_SendsBodyTagAndLength()
    {
        var answer = await AskAsync(StateAnswers.Of(_state, () => new Body(["a", "b"])));
        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"items":["a","b"]}""", answer.Body);
        Assert.Equal(answer.Body.Length, answer.Headers.ContentLength);
        Assert.Equal(["application/json; charset=utf-8"], answer.Headers.ContentType.AsEnumerable());
        Assert.Equal(["private, no-cache"], answer.Headers.CacheControl.AsEnumerable());
        Assert.Equal(["Authorization"], answer.Headers.Vary.AsEnumerable());
        Assert.StartsWith("W/\"0a0b-", answer.Headers.ETag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_SecondTime_SendsTheSameBytesAndMakesNone()
    {
        var first = await AskAsync(StateAnswers.Of(_state, () => new Body(["a"])));
        var second = await AskAsync(StateAnswers.Of<Body>(_state, () => throw new InvalidOperationException("made again")));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal((string?)first.Headers.ETag, (string?)second.Headers.ETag);
    }

    [Theory]
    [InlineData("TAG", true)]
    [InlineData("*", true)]
    [InlineData("\"other\", TAG", true)]
    [InlineData("STRONG", true)]
    [InlineData("\"other\"", false)]
    [InlineData("0a0b", false)]
    [InlineData("\"", false)]
    [InlineData("", false)]
    public async Task Execute_IfNoneMatch_IsComparedWeakly(string header, bool isKnown)
    {
        var tag = (await AskAsync(StateAnswers.Of(_state, () => new Body(["a"])))).Headers.ETag.ToString();
        var asked = header.Replace("TAG", tag, StringComparison.Ordinal).Replace("STRONG", tag[2..], StringComparison.Ordinal);
        var answer = await AskAsync(StateAnswers.Of(_state, () => new Body(["a"])), ifNoneMatch: asked);
        Assert.Equal(isKnown ? (304, "") : (200, """{"items":["a"]}"""), (answer.Status, answer.Body));
        Assert.Equal(tag, answer.Headers.ETag);
        Assert.Equal(["private, no-cache"], answer.Headers.CacheControl.AsEnumerable());
    }

    [Fact]
    public async Task Execute_TagOfAnEqualState_Is304AndMakesNothing()
    {
        var tag = (await AskAsync(StateAnswers.Of(_state, () => new Body([])))).Headers.ETag.ToString();
        var restarted = _state with { ObservedAt = _state.ObservedAt.AddHours(1), Revision = 7 };
        var answer = await AskAsync(StateAnswers.Of<Body>(restarted, () => throw new InvalidOperationException("made")), ifNoneMatch: tag);
        Assert.Equal(304, answer.Status);
    }

    [Theory]
    [InlineData("/other", "", StateAnswer.Json)]
    [InlineData("/x", "?limit=1", StateAnswer.Json)]
    [InlineData("/x", "", "image/svg+xml")]
    public async Task Execute_OtherPathQueryOrType_IsAnotherRepresentation(string path, string query, string type)
    {
        var first = await AskAsync(StateAnswers.Of(_state, () => new Body(["first"])));
        var other = await AskAsync(StateAnswers.Text(_state, type, () => "other"), path, query);
        Assert.Equal("other", other.Body);
        Assert.NotEqual((string?)first.Headers.ETag, (string?)other.Headers.ETag);
    }

    [Fact]
    public async Task Execute_AnotherState_HasAnotherTag()
    {
        var first = await AskAsync(StateAnswers.Of(_state, () => new Body([])));
        var second = await AskAsync(StateAnswers.Of(_state with { ContentHash = "0c" }, () => new Body([])));
        Assert.NotEqual((string?)first.Headers.ETag, (string?)second.Headers.ETag);
    }

    [Fact]
    public async Task Execute_StateThatWasNeverPublished_IsTaggedByItsBytes()
    {
        var one = await AskAsync(StateAnswers.Of(SampleHost.Empty with { }, () => new Body(["a"])));
        var same = await AskAsync(StateAnswers.Of(SampleHost.Empty with { }, () => new Body(["a"])));
        var other = await AskAsync(StateAnswers.Of(SampleHost.Empty with { }, () => new Body(["b"])));
        Assert.Equal((string?)one.Headers.ETag, (string?)same.Headers.ETag);
        Assert.NotEqual((string?)one.Headers.ETag, (string?)other.Headers.ETag);
        Assert.StartsWith("\"", one.Headers.ETag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_VolatileBody_IsTaggedByItsBytes()
    {
        var fresh = await AskAsync(StateAnswers.Of(_state, () => new Body(["stale"]), Validator.Bytes));
        var later = await AskAsync(StateAnswers.Of(_state with { }, () => new Body(["reachable"]), Validator.Bytes), ifNoneMatch: fresh.Headers.ETag);
        Assert.Equal((200, """{"items":["reachable"]}"""), (later.Status, later.Body));
    }

    [Fact]
    public async Task Execute_BodyThatShowsMoreThanTheState_IsMadeEachTime()
    {
        var first = await AskAsync(StateAnswers.Of(_state, () => new Body(["first"]), Validator.FreshBytes));
        var same = await AskAsync(StateAnswers.Of(_state, () => new Body(["first"]), Validator.FreshBytes), ifNoneMatch: first.Headers.ETag);
        var other = await AskAsync(StateAnswers.Of(_state, () => new Body(["other"]), Validator.FreshBytes), ifNoneMatch: first.Headers.ETag);
        Assert.Equal((304, ""), (same.Status, same.Body));
        Assert.Equal((200, """{"items":["other"]}"""), (other.Status, other.Body));
        Assert.Equal(0, Representations.Of(_state).Count);
    }

    [Fact]
    public async Task Execute_ManyAtOnce_MakeTheBodyOnce()
    {
        var made = 0;
        await Parallel.ForAsync(0, 64, async (_, _) =>
        {
            var answer = await AskAsync(StateAnswers.Of(_state, () => new Body([$"{Interlocked.Increment(ref made)}"])));
            Assert.Equal("""{"items":["1"]}""", answer.Body);
        });
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Execute_BodyThatFails_IsMadeAgainNextTime()
    {
        await Assert.ThrowsAsync<IOException>(() => AskAsync(StateAnswers.Of<Body>(_state, () => throw new IOException("once"))));
        Assert.Equal("""{"items":[]}""", (await AskAsync(StateAnswers.Of(_state, () => new Body([])))).Body);
    }

    [Fact]
    public async Task Execute_MoreThanAreKept_ForgetsWhatWasNotAskedForLongest()
    {
        for (var i = 0; i < Representations.MaxCount + 20; i++)
            await AskAsync(StateAnswers.Of(_state, () => new Body([])), query: $"?i={i}");
        Assert.Equal(Representations.MaxCount, Representations.Of(_state).Count);
    }

    [Fact]
    public async Task Execute_BodyTooLargeToKeep_IsServedAndForgotten()
    {
        var text = new string('x', (int)Representations.MaxBytes + 1);
        Assert.Equal(text.Length, (await AskAsync(StateAnswers.Text(_state, "text/plain", () => text))).Body.Length);
        Assert.Equal(0, Representations.Of(_state).Count);
    }

    [Fact]
    public async Task Execute_Negotiated_SaysThatAcceptChose() =>
        Assert.Equal(["Accept, Authorization"], (await AskAsync(StateAnswers.Text(_state, "text/vnd.graphviz", () => "graph {}", isNegotiated: true))).Headers.Vary.AsEnumerable());

    [Fact]
    public async Task Execute_Hit_AllocatesNothingThatGrowsWithTheBody()
    {
        var text = new string('x', 4 << 20);
        await AskAsync(StateAnswers.Text(_state, "text/plain", () => text), body: Stream.Null);
        var context = Context(body: Stream.Null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var running = StateAnswers.Text(_state, "text/plain", () => text).ExecuteAsync(context);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(running.IsCompletedSuccessfully);
        Assert.Equal(text.Length, context.Response.ContentLength);
        Assert.InRange(allocated, 0, 16 * 1024);
    }

    [Fact]
    public async Task Bodies_OfAStateThatIsGone_AreGoneWithIt()
    {
        var bodies = await AskAndForgetAsync();
        for (var i = 0; i < 10 && bodies.IsAlive; i++)
            GC.Collect();
        Assert.False(bodies.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> AskAndForgetAsync()
    {
        var state = SampleHost.Empty with { ContentHash = "forgotten" };
        await AskAsync(StateAnswers.Of(state, () => new Body([state.HostId])));
        return new WeakReference(Representations.Of(state));
    }

    private static async Task<(int Status, string Body, IHeaderDictionary Headers)> AskAsync(
        StateAnswer answer, string path = "/x", string query = "", string? ifNoneMatch = null, Stream? body = null)
    {
        var context = Context(path, query, ifNoneMatch, body);
        await answer.ExecuteAsync(context);
        await context.Response.BodyWriter.FlushAsync();
        var text = context.Response.Body is MemoryStream sent ? Encoding.UTF8.GetString(sent.ToArray()) : "";
        return (context.Response.StatusCode, text, context.Response.Headers);
    }

    private static DefaultHttpContext Context(string path = "/x", string query = "", string? ifNoneMatch = null, Stream? body = null)
    {
        var json = new JsonOptions();
        WireJson.Apply(json.SerializerOptions);
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddSingleton(Options.Create(json)).BuildServiceProvider() };
        context.Request.Path = path;
        context.Request.QueryString = new QueryString(query);
        context.Request.Headers.IfNoneMatch = ifNoneMatch;
        context.Response.Body = body ?? new MemoryStream();
        return context;
    }

    private sealed record Body(IReadOnlyList<string> Items);
}
