using System.Net;
using System.Text.Json.Nodes;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Snapshots;

/// <summary>Documents that do not hold together are refused whole, and say where.</summary>
public sealed class RefusedDocumentTests(RefusedDocumentTests.Service service) : IClassFixture<RefusedDocumentTests.Service>
{
    private const string Id = "\"6f1c2a9b-1\"";

    // The pointer of what is put there, in a document that has the hashes of what it then says.
    [Theory]
    [InlineData("/format", "\"other\"", "/format", "unknown-version")]
    [InlineData("/format", null, "/format", "unknown-version")]
    [InlineData("/version", "2", "/version", "unknown-version")]
    [InlineData("/version", "\"1\"", "/version", "unknown-version")]
    [InlineData("/version", "1e99", "/version", "unknown-version")]
    [InlineData("/host/id", "\"far\"", "/host/id", "malformed-id")]
    [InlineData("/host/name", "\"\"", "/host/name", "malformed-name")]
    [InlineData("/takenAt", "\"1969-12-31T00:00:00Z\"", "/takenAt", "out-of-range")]
    [InlineData("/takenAt", "\"9999-12-31T23:59:59Z\"", "/takenAt", "out-of-range")]
    [InlineData("/label", "\" \"", "/label", "malformed-label")]
    [InlineData("/label", "null", "/label", "null-value")]
    [InlineData("/state/links/0/mac", "null", "/state/links/0/mac", "null-value")]
    [InlineData("/state/containers/0/labels", """{"a/b":null}""", "/state/containers/0/labels/a~1b", "null-value")]
    [InlineData("/state/namespaces/-", """{"id":"6f1c2a9b-1","inode":1,"kind":"process","name":"x","containerIds":[],"isWithoutProcess":false,"paths":[]}""", "/state/namespaces", "duplicate")]
    [InlineData("/state/namespaces/-", """{"id":"6f1c2a9b-2","inode":1,"kind":"host","name":"x","containerIds":[],"isWithoutProcess":false,"paths":[]}""", "/state/namespaces", "duplicate")]
    [InlineData("/state/links/-", """{"namespace":"6f1c2a9b-1","index":2,"name":"again","kind":"dummy","mtuBytes":1500,"state":"up","isUp":true}""", "/state/links", "duplicate")]
    [InlineData("/state/links/-", """{"namespace":"6f1c2a9b-9","index":1,"name":"again","kind":"dummy","mtuBytes":1500,"state":"up","isUp":true}""", "*", "unknown-namespace")]
    [InlineData("/state/links/0/name", "\"a/b\"", "/state/links/0/name", "malformed-name")]
    [InlineData("/state/links/0/index", "0", "/state/links/0/index", "out-of-range")]
    [InlineData("/state/containers/0/id", "\"short\"", "/state/containers/0/id", "malformed-id")]
    [InlineData("/state/containers/0/name", "\"\"", "/state/containers/0/name", "malformed-name")]
    [InlineData("/state/containers/0/publishedPorts/0/hostPort", "65536", "/state/containers/0/publishedPorts/0/hostPort", "out-of-range")]
    [InlineData("/state/containers/0/publishedPorts/0/hostPort", "-1", "/state/containers/0/publishedPorts/0/hostPort", "out-of-range")]
    [InlineData("/state/containers/0/publishedPorts/0/containerPort", "70000", "/state/containers/0/publishedPorts/0/containerPort", "out-of-range")]
    [InlineData("/state/containers/0/exposedPorts", """[{"port":80,"protocol":"tcp"},{"port":70000,"protocol":"tcp"}]""", "/state/containers/0/exposedPorts/1/port", "out-of-range")]
    [InlineData("/state/sockets", """[{"namespace":"6f1c2a9b-1","protocol":"tcp","address":"0.0.0.0","port":70000}]""", "/state/sockets/0/port", "out-of-range")]
    [InlineData("/state/sysctls", "[{\"namespace\":" + Id + ",\"values\":{}},{\"namespace\":" + Id + ",\"values\":{}}]", "/state/sysctls", "duplicate")]
    public async Task A_document_that_does_not_hold_together_is_refused(string place, string? json, string pointer, string code)
    {
        var document = ForeignSnapshot.Of(SampleHost.WithWeb);
        document.Put(place, json);
        await AssertRefusedAsync(ForeignSnapshot.Sealed(document), "validation-failed", pointer, code);
    }

    [Theory]
    [InlineData("/state", "{}", "/stateSha256")]
    [InlineData("/state/links/0/mtuBytes", "68", "/stateSha256")]
    [InlineData("/stateSha256", "\"00\"", "/stateSha256")]
    [InlineData("/contentHash", "\"00\"", "/contentHash")]
    [InlineData("/host/id", "\"0190f0e0-0000-7000-8000-0000000000fb\"", "/contentHash")]
    public async Task A_hash_that_does_not_fit_is_refused(string place, string json, string pointer)
    {
        var document = ForeignSnapshot.Of(SampleHost.WithWeb);
        document.Put(place, json);
        await AssertRefusedAsync(document, "validation-failed", pointer, "hash-mismatch");
    }

    [Theory]
    [InlineData("/extra", "1", "/extra")]
    [InlineData("/state/isComplete", "true", "/state/isComplete")]
    [InlineData("/state/hostId", "\"x\"", "/state/hostId")]
    [InlineData("/state/links/0/isVeth", "true", "/state/links/0/isVeth")]
    [InlineData("/state/links/0/mac", "\"02:42\"", "/state/links/0/mac")]
    [InlineData("/state/links/0/mtuBytes", "\"1500\"", "/state/links/0/mtuBytes")]
    [InlineData("/state/links/0/mtuBytes", "1e300", "/state/links/0/mtuBytes")]
    [InlineData("/state/links/0/state", "\"sideways\"", "/state/links/0/state")]
    [InlineData("/state/links/0/name", null, "/state/links/0")]
    [InlineData("/state/links", "{}", "/state/links")]
    [InlineData("/state/containers/0/networkMode", null, "/state/containers/0")]
    [InlineData("/state/gaps", "[{\"scope\":\"engine\",\"code\":\"x\"}]", "/state/gaps/0")]
    [InlineData("/takenAt", "\"yesterday\"", "/takenAt")]
    [InlineData("/host", "{}", "/host")]
    [InlineData("/state", null, "")]
    public async Task A_document_of_another_form_is_refused(string place, string? json, string pointer)
    {
        var document = ForeignSnapshot.Of(SampleHost.WithWeb);
        document.Put(place, json);
        await AssertRefusedAsync(document, "malformed-body", pointer, "malformed-json");
    }

    [Fact]
    public async Task Members_that_stand_there_twice_are_refused()
    {
        var text = ForeignSnapshot.Of(SampleHost.WithWeb).ToJsonString();
        await AssertRefusedAsync(text.Replace("\"takenAt\":", "\"takenAt\":\"2025-06-01T12:00:00Z\",\"takenAt\":", StringComparison.Ordinal), "malformed-body", "/takenAt", "malformed-json");
        await AssertRefusedAsync(text.Replace("\"name\":\"docker0\"", "\"name\":\"docker0\",\"name\":\"docker0\"", StringComparison.Ordinal), "malformed-body", "*", "malformed-json");
        await AssertRefusedAsync(text.Replace("\"labels\":{", "\"labels\":{\"a\":\"1\",\"a\":\"1\",", StringComparison.Ordinal), "malformed-body", "*", "malformed-json");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("\"netapi-snapshot\"")]
    public async Task What_is_no_document_is_refused(string body) => await AssertRefusedAsync(body, "malformed-body", "", null);

    [Fact]
    public async Task Depth_length_and_number_are_bounded()
    {
        var deep = ForeignSnapshot.Of(SampleHost.Empty).ToJsonString().Replace("\"gaps\":[", $"\"gaps\":[{new string('[', 100_000)}{new string(']', 100_000)}", StringComparison.Ordinal);
        await AssertRefusedAsync(deep, "malformed-body", "*", "malformed-json");
        var document = ForeignSnapshot.Of(SampleHost.WithWeb);
        document.Put("/state/containers/0/image", $"\"{new string('x', 70_000)}\"");
        await AssertRefusedAsync(document, "validation-failed", "/state/containers/0/image", "too-long");
        document = ForeignSnapshot.Of(SampleHost.WithWeb);
        document.Put("/state/containers/0/labels", $$"""{"a":"","{{new string('x', 70_000)}}":""}""");
        await AssertRefusedAsync(document, "validation-failed", "/state/containers/0/labels", "too-long");
        document = ForeignSnapshot.Of(SampleHost.WithWeb);
        document.Put("/state/gaps", $"[{string.Join(',', Enumerable.Repeat("{}", 10_001))}]");
        await AssertRefusedAsync(document, "validation-failed", "/state/gaps", "too-many");
        document.Put("/state/gaps", $"[{string.Join(',', Enumerable.Repeat("null", 9_000))}]");
        var errors = await AssertRefusedAsync(document, "validation-failed", "/state/gaps/19", "null-value");
        Assert.Equal(20, errors);
    }

    [Fact]
    public async Task A_document_that_was_cut_off_is_refused_wherever_that_was()
    {
        var text = ForeignSnapshot.Of(SampleHost.WithWeb).ToJsonString();
        for (var length = 1; length < text.Length; length += Math.Max(1, text.Length / 60))
            await AssertRefusedAsync(text[..length], "malformed-body", "*", "malformed-json");
    }

    private Task<int> AssertRefusedAsync(JsonNode document, string kind, string pointer, string? code) => AssertRefusedAsync(document.ToJsonString(), kind, pointer, code);

    private async Task<int> AssertRefusedAsync(string document, string kind, string pointer, string? code)
    {
        using var client = service.Api.Admin();
        using var answer = await client.ImportAsync(document);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, kind);
        var faults = problem.Faults().ToList();
        Assert.True(faults.Exists(f => (pointer == "*" || f.Pointer == pointer) && (code is null || f.Code == code)), problem.ToString());
        Assert.Equal("0 snapshots, 0 states, 0 foreign hosts", await SnapshotExchangeTests.RowsAsync(service.Api));
        return faults.Count;
    }

    /// <summary>One NetApi for the class, which must never keep anything.</summary>
    public sealed class Service : IAsyncLifetime
    {
        internal InProcessNetApi Api { get; } = InProcessNetApi.Over(SampleHost.WithWeb);

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => Api.DisposeAsync();
    }
}
