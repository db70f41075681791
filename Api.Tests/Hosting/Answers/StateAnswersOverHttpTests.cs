using System.Net;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Hosting.Answers;

/// <summary>What a client sees of answers that are drawn from the state, on the test server and on Kestrel.</summary>
public sealed class StateAnswersOverHttpTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_has_not_changed_is_not_sent_again(bool onKestrel)
    {
        await using var api = Api(onKestrel);
        using var client = api.Admin();
        using var first = await client.SendAsync(HttpMethod.Get, "/api/v1/bridges");
        var body = await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(body.Length, first.Content.Headers.ContentLength);
        Assert.Equal("application/json; charset=utf-8", first.Content.Headers.ContentType?.ToString());
        Assert.Equal((true, true), (first.Headers.CacheControl!.Private, first.Headers.CacheControl.NoCache));

        var tag = first.Headers.ETag!.ToString();
        using var second = await client.SendAsync(HttpMethod.Get, "/api/v1/bridges", null, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(tag, second.Headers.ETag!.ToString());
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        using var third = await client.SendAsync(HttpMethod.Get, "/api/v1/bridges", null, ("If-None-Match", "\"another\""));
        Assert.Equal(body, await third.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_asks_after_somebody_was_told_that_nothing_changed_gets_the_body()
    {
        await using var api = Api(onKestrel: true);
        using var client = api.Admin();
        using var first = await client.SendAsync(HttpMethod.Get, "/api/v1/bridges", null, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.NotModified, first.StatusCode);
        using var second = await client.SendAsync(HttpMethod.Get, "/api/v1/bridges");
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task A_body_of_many_slices_arrives_whole()
    {
        var links = Enumerable.Range(100, 4_000).Select(i => SampleHost.Link(SampleHost.HostId, i, $"br{i}", "bridge"));
        await using var api = InProcessNetApi.Over(SampleHost.Empty with { Links = [.. links], ContentHash = "large" }).OnKestrel();
        using var client = api.Admin();
        for (var i = 0; i < 3; i++)
            Assert.Equal(4_000, (await client.GetJsonAsync("/api/v1/bridges?limit=5000")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_fault_is_told_before_anything_matches()
    {
        await using var api = Api(onKestrel: false);
        using var client = api.Admin();
        using var answer = await client.SendAsync(HttpMethod.Get, "/api/v1/bridges?limit=0&cursor=%25", null, ("If-None-Match", "*"));
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal([("?limit", "out-of-range"), ("?cursor", "unknown-cursor")], problem.Faults());
    }

    [Fact]
    public async Task Without_a_key_nobody_learns_whether_something_changed()
    {
        await using var api = Api(onKestrel: false);
        using var client = api.Client();
        using var answer = await client.SendAsync(HttpMethod.Get, "/api/v1/bridges", null, ("If-None-Match", "*"));
        await answer.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private static InProcessNetApi Api(bool onKestrel)
    {
        var api = InProcessNetApi.Over(SampleHost.WithWeb with { ContentHash = "0a0b" });
        return onKestrel ? api.OnKestrel() : api;
    }
}
