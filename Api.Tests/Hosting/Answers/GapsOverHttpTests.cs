using System.Text.Json;
using NetApi.Domain.Topology;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.Hosting.Answers;

/// <summary>Every answer that is drawn from the state says how complete that is.</summary>
public sealed class GapsOverHttpTests
{
    private static readonly Gap Hidden = new("processes", "processes-unreadable", "hidden");

    [Fact]
    public async Task Every_answer_from_a_state_with_gaps_has_them()
    {
        foreach (var (path, answer) in await AnswersAsync(FullHost.State with { Gaps = [Hidden] }))
        {
            Assert.Equal((path, JsonValueKind.False), (path, answer.GetProperty("complete").ValueKind));
            Assert.Equal([(Hidden.Scope, Hidden.Code, Hidden.Detail)], answer.GetProperty("gaps").EnumerateArray().Select(g => (g.Text("scope"), g.Text("code"), g.Text("detail"))));
        }
    }

    [Fact]
    public async Task Every_answer_from_a_state_without_gaps_is_complete()
    {
        foreach (var (path, answer) in await AnswersAsync(FullHost.State))
        {
            Assert.Equal((path, JsonValueKind.True), (path, answer.GetProperty("complete").ValueKind));
            Assert.Empty(answer.GetProperty("gaps").EnumerateArray());
        }
    }

    [Fact]
    public async Task An_item_leaves_that_to_its_page()
    {
        foreach (var (path, answer) in (await AnswersAsync(FullHost.State)).Where(a => a.Answer.TryGetProperty("items", out _)))
            Assert.All(answer.Items(), item => Assert.False(item.TryGetProperty("complete", out _) || item.TryGetProperty("gaps", out _), path));
    }

    private static async Task<List<(string Path, JsonElement Answer)>> AnswersAsync(HostState state)
    {
        await using var api = InProcessNetApi.Over(state);
        using var client = api.Admin();
        var answers = new List<(string, JsonElement)>();
        foreach (var path in StatePaths.Of(api.Services).Union(["/host"]))
            answers.Add((path, await client.GetJsonAsync($"/api/v1{path}")));
        Assert.Contains(answers, a => a.Item1 == "/networks/bridge/containers/myweb");
        return answers;
    }
}
