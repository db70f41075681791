using System.Net;
using System.Net.Http.Headers;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.Hosting.Answers;

/// <summary>Every answer that may be 304, over states that follow one another: a tag stays as long as the body does, and no longer.</summary>
public sealed class TagsOverHttpTests : IAsyncDisposable
{
    // What makes no revision is shown here.
    private static readonly string[] Unsettled = ["/addresses", "/fdb", "/neighbours", "/ports", "/ports/free", "/sockets"];

    private readonly LiveState _live;
    private readonly Revisions _revisions;
    private readonly InProcessNetApi _api;
    private readonly HttpClient _client;

    public TagsOverHttpTests()
    {
        _live = new LiveState(_ => Task.FromResult(_live!.Current!));
        _revisions = new Revisions(_live, (_, _) => { });
        _api = new InProcessNetApi(services => services.Show(_live));
        _client = _api.Admin();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task What_changed_without_a_revision_has_another_tag_where_it_is_shown()
    {
        var changed = await ChangedAsync(FullHost.State, FullHost.State with
        {
            Addresses = [.. FullHost.State.Addresses.Select(a => a with { ValidUntil = a.ValidUntil?.AddHours(1) })],
            Neighbours = [],
            Fdb = [.. FullHost.State.Fdb.Where(e => !e.IsLearned)],
            Sockets = [.. FullHost.State.Sockets.Select(s => s with { Inode = s.Inode + 100, Pid = s.Pid + 1 })],
        });
        Assert.Equal(Unsettled, changed);
    }

    [Fact]
    public async Task A_gap_that_is_told_in_other_words_has_another_tag_everywhere()
    {
        var gap = new Gap("processes", "processes-unreadable", "at first");
        var changed = await ChangedAsync(FullHost.State with { Gaps = [gap] }, FullHost.State with { Gaps = [gap with { Detail = "later" }] });
        Assert.Equal(Paths(), changed);
    }

    [Fact]
    public async Task The_same_network_seen_again_has_the_same_tags() =>
        Assert.Empty(await ChangedAsync(FullHost.State, FullHost.State with { ObservedAt = FullHost.State.ObservedAt.AddHours(1) }));

    // Paths whose bodies differ, after it was asserted that so do their tags, and no others'.
    private async Task<List<string>> ChangedAsync(HostState first, HostState second)
    {
        var before = await AnswersAsync(first);
        var after = await AnswersAsync(second);
        Assert.Equal(1, _live.Current!.Revision);
        Assert.All(Paths(), path => Assert.Equal((path, before[path].Body == after[path].Body), (path, before[path].Tag.Equals(after[path].Tag))));
        Assert.All(Paths().Except([.. Unsettled, "/host"]), path => Assert.True(before[path].Tag.IsWeak, path));
        return [.. Paths().Where(path => before[path].Body != after[path].Body)];
    }

    private async Task<Dictionary<string, (string Body, EntityTagHeaderValue Tag)>> AnswersAsync(HostState state)
    {
        _revisions.Publish(state);
        var answers = new Dictionary<string, (string, EntityTagHeaderValue)>();
        foreach (var path in Paths())
        {
            using var answer = await _client.SendAsync(HttpMethod.Get, $"/api/v1{path}");
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
            answers.Add(path, (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers.ETag!));
        }
        return answers;
    }

    private List<string> Paths() => StatePaths.Of(_api.Services);
}
