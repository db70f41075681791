using System.Net;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Snapshots;

/// <summary>Whatever is done to a document: it is refused, or everything that is answered of it later is answered well.</summary>
public sealed class HostileDocumentTests
{
    private const int EditsPerHost = 12;

    private static readonly string[] Asked =
    [
        "diff?to=live&from=", "diff?from=live&to=", "diff?format=text&to=live&from=", "diff?format=patch&to=live&from=", "diff?format=svg&to=live&from=", "diff?format=dot&from=live&to=", "diff?format=mermaid&to=live&from=",
        "topology?at=", "topology?format=svg&at=", "topology?format=dot&at=", "topology?format=mermaid&at=", "bridges?at=", "veth-pairs?at=", "namespaces?at=", "links?at=", "addresses?at=", "routes?at=", "rules?at=",
        "neighbours?at=", "fdb?at=", "sockets?at=", "ports?at=", "containers?at=", "networks?at=",
    ];

    // LONE stands for half a character, which no node can hold.
    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "65535", "65536", "70000", "4294967296", "1e308", "\"\"", "\"x\"", "\"6f1c2a9b-1\"", "[]", "{}", "[null]", "\"\\u0000\"", "\"a\\u0007]]><b>\\\"'\\\\\"", "\"LONE\"", "\"web\"", "\"host\"", "\"veth\"", "\"bridge\"", "\"container\"", "\"::\"", "\"0.0.0.0/0\"",
    ];

    private static readonly string[] Ports = ["-1", "0", "1", "65535", "65536", "70000"];

    // FsCheck waits for each task on a thread of the test runner, which must not be needed for the task itself.
    [Property(MaxTest = 12)]
    public Task A_document_that_was_tampered_with_is_refused_or_answered_well(int seed) => Task.Run(() => IsRefusedOrAnsweredAsync(seed), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(0)]
    [InlineData(65_535)]
    public async Task The_first_and_the_last_port_are_taken_and_answered_well(int port)
    {
        await using var api = InProcessNetApi.Over(SampleHost.WithWeb);
        using var client = api.Admin();
        var document = ForeignSnapshot.Of(SampleHost.WithWeb);
        document.Put("/state/containers/0/publishedPorts/0/hostPort", $"{port}");
        document.Put("/state/containers/0/publishedPorts/0/containerPort", $"{port}");
        document.Put("/state/containers/0/exposedPorts", $$"""[{"port":{{port}},"protocol":"udp"}]""");
        document.Put("/state/sockets", $$"""[{"namespace":"{{SampleHost.HostId}}","protocol":"udp","address":"0.0.0.0","port":{{port}}}]""");
        var text = ForeignSnapshot.Sealed(document).ToJsonString();
        using var answer = await client.ImportAsync(text);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(SnapshotSchema.Accepts(text));
        await AssertAnsweredAsync(client, (await answer.ReadJsonAsync()).Text("id"), text);
    }

    private static async Task IsRefusedOrAnsweredAsync(int seed)
    {
        var dice = new Random(seed);
        await using var api = InProcessNetApi.Over(SampleHost.WithWeb);
        using var client = api.Admin();
        var host = dice.Next(3) == 0 ? SampleHost.WithWeb : new HostBuilder(new Random(seed)).Build();
        var imported = 0;
        for (var i = 0; i < EditsPerHost; i++)
        {
            var document = ForeignSnapshot.Of(host);
            // The first as it is: whatever this NetApi can observe, another must take.
            for (var edits = i == 0 ? 0 : dice.Next(1, 4); edits > 0; edits--)
                Edit(document, dice);
            var text = ForeignSnapshot.Sealed(document).ToJsonString().Replace("LONE", "\\ud800", StringComparison.Ordinal);
            using var answer = await client.ImportAsync(text);
            if (answer.StatusCode != HttpStatusCode.Created)
            {
                Assert.True(i > 0, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, (await answer.ReadJsonAsync()).Text("code"));
                Assert.NotEmpty(problem.Faults());
                continue;
            }
            imported++;
            Assert.True(SnapshotSchema.Accepts(text), $"Imported, and no document by its schema: {text}");
            var id = (await answer.ReadJsonAsync()).Text("id");
            await AssertAnsweredAsync(client, id, text);
        }
        Assert.True(imported > 0);
    }

    private static async Task AssertAnsweredAsync(HttpClient client, string id, string text)
    {
        foreach (var path in Asked)
        {
            using var later = await client.SendAsync(HttpMethod.Get, $"/api/v1/{path}{id}");
            Assert.True(later.StatusCode == HttpStatusCode.OK, $"{path}: {(int)later.StatusCode} of {text}");
        }
    }

    private static void Edit(JsonNode document, Random dice)
    {
        var places = Places(document["state"]!).ToList();
        var ports = places.FindAll(p => p.Name.EndsWith("port", StringComparison.OrdinalIgnoreCase));
        if (ports.Count > 0 && dice.Next(4) == 0)
        {
            var port = ports[dice.Next(ports.Count)];
            port.Holder[port.Name] = Parse(Ports[dice.Next(Ports.Length)]);
            return;
        }
        var place = places[dice.Next(places.Count)];
        var value = dice.Next(3) == 0 ? places[dice.Next(places.Count)].Value?.ToJsonString() ?? "null" : Values[dice.Next(Values.Length)];
        switch (place.Holder)
        {
            case JsonArray list when dice.Next(3) == 0:
                list.RemoveAt(place.Index);
                break;
            case JsonArray list when dice.Next(2) == 0:
                list.Add(place.Value?.DeepClone());
                break;
            case JsonArray list:
                list[place.Index] = Parse(value);
                break;
            case JsonObject map when dice.Next(4) == 0:
                map.Remove(place.Name);
                break;
            case JsonObject map:
                map[place.Name] = Parse(value);
                break;
        }
    }

    private static JsonNode? Parse(string json) => JsonNode.Parse(json);

    private static IEnumerable<(JsonNode Holder, string Name, int Index, JsonNode? Value)> Places(JsonNode node) => node switch
    {
        JsonObject map => map.SelectMany(m => new[] { ((JsonNode)map, m.Key, 0, m.Value) }.Concat(m.Value is null ? [] : Places(m.Value))),
        JsonArray list => list.SelectMany((v, i) => new[] { ((JsonNode)list, "", i, v) }.Concat(v is null ? [] : Places(v))),
        _ => [],
    };
}
