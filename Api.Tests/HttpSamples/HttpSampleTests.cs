using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NetApi.Tests.Engine;
using Xunit;

namespace NetApi.Tests.HttpSamples;

/// <summary>Every request of every .http file, run in order against the running service.</summary>
[Collection(nameof(ExclusiveLab))]
[Trait("Ring", "Engine")]
public sealed partial class HttpSampleTests(LabApi api) : IAsyncDisposable
{
    // What a sample that failed half-way left: every name in them begins so.
    public async ValueTask DisposeAsync()
    {
        if (!Ring.HasEngine)
            return;
        await using var docker = new LabDocker();
        foreach (var container in Lines(await docker.DockerAsync("ps", "-aq", "--filter", "name=^(sample-|myweb$|mytool$)")))
            await docker.DockerAsync("rm", "-f", "-v", container);
        foreach (var network in Lines(await docker.DockerAsync("network", "ls", "-q", "--filter", "name=^sample-")))
            await docker.DockerAsync("network", "rm", network);
    }

    private static string Directory => Path.Combine(AppContext.BaseDirectory, "http-samples");

    public static TheoryData<string> Files => [.. System.IO.Directory.GetFiles(Directory, "*.http").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_request_of_a_sample_is_answered_as_it_says(string file)
    {
        Ring.Engine();
        var (variables, requests) = HttpSample.Read(await File.ReadAllTextAsync(Path.Combine(Directory, file), TestContext.Current.CancellationToken));
        Assert.NotEmpty(requests);
        variables["address"] = api.Address.ToString().TrimEnd('/');
        variables["key"] = api.AdminKey;
        variables["hostIp"] = LabApi.HostAddress;
        variables["image"] = $"{Environment.GetEnvironmentVariable("NETAPI_LAB_REGISTRY")}/netapi/busybox:1";
        var answers = new Dictionary<string, JsonNode>();
        using var client = new HttpClient();
        foreach (var sample in requests)
        {
            using var request = ToRequest(sample, text => Fill(text, variables, answers));
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            var body = await BodyAsync(answer, sample.Until).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode == sample.Expect, $"{file}, {sample.Title}: {(int)answer.StatusCode} instead of {sample.Expect}: {body}");
            if (sample.Name is { } name)
                answers[name] = JsonNode.Parse(body)!;
        }
    }

    [Fact]
    public async Task Every_endpoint_has_a_sample()
    {
        Ring.Engine();
        var samples = System.IO.Directory.GetFiles(Directory, "*.http")
            .SelectMany(f => HttpSample.Read(File.ReadAllText(f)).Requests)
            .Select(r => $"{r.Method} {r.Url.Replace("{{address}}", "", StringComparison.Ordinal).Split('?')[0]}")
            .ToList();
        var document = JsonNode.Parse(await api.Admin.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative), TestContext.Current.CancellationToken))!;
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => $"{o.Key.ToUpperInvariant()} {p.Key}"));
        var missing = operations.Where(o => !samples.Any(s => Regex.IsMatch(s, "^" + PathParameter().Replace(o, @"[^/]+") + "$")));
        Assert.Empty(missing);
    }

    private static async Task<string> BodyAsync(HttpResponseMessage answer, string? until)
    {
        if (until is null)
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var body = new StringBuilder();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != $"event: {until}")
            body.AppendLine(line);
        return body.ToString();
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static HttpRequestMessage ToRequest(HttpSample sample, Func<string, string> fill)
    {
        var request = new HttpRequestMessage(new HttpMethod(sample.Method), fill(sample.Url));
        foreach (var (name, value) in sample.Headers.Where(h => h.Name != "Content-Type"))
            request.Headers.TryAddWithoutValidation(name, fill(value));
        if (sample.Body is { } body)
        {
            var type = sample.Headers.Single(h => h.Name == "Content-Type").Value;
            request.Content = new StringContent(fill(body), Encoding.UTF8, MediaTypeHeaderValue.Parse(type));
        }
        return request;
    }

    private static string Fill(string text, Dictionary<string, string> variables, Dictionary<string, JsonNode> answers) => Placeholder().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        if (match.Groups[3].Success)
            return answers[name].ToJsonString();
        return match.Groups[2] is { Success: true } member
            ? member.Value.Split('.').Aggregate(answers[name], (node, part) => node[part]!).ToString()
            : variables[name];
    });

    [GeneratedRegex(@"\{\{(\w+)(?:\.response\.body\.(?:\$\.([\w.]+)|(\*)))?\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex PathParameter();
}
