using FsCheck.Xunit;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Snapshots;

[Properties(Arbitrary = [typeof(HostGenerators)])]
public sealed class SnapshotSchemaTests
{
    [Fact]
    public void The_schema_of_the_docs_is_that_of_the_types()
    {
        var written = File.Exists(SnapshotSchema.FileName) ? File.ReadAllText(SnapshotSchema.FileName) : "";
        var expected = SnapshotSchema.OfTypes();
        var kept = Path.Combine(AppContext.BaseDirectory, "snapshot.schema.json");
        if (written != expected)
            File.WriteAllText(kept, expected);
        Assert.True(written == expected, $"docs/snapshot.schema.json is not that of the types; {kept} is. Members that were added, renamed or taken away make another version of the document.");
    }

    [Property(MaxTest = 100)]
    public void Every_document_is_of_the_schema(RandomHost host) => Assert.True(SnapshotSchema.Accepts(ForeignSnapshot.Of(host.State).ToJsonString()));

    [Theory]
    [InlineData("/version", "2")]
    [InlineData("/format", "\"other\"")]
    [InlineData("/extra", "1")]
    [InlineData("/state", null)]
    [InlineData("/host/id", null)]
    [InlineData("/takenAt", null)]
    [InlineData("/label", "null")]
    [InlineData("/label", "\"\"")]
    [InlineData("/stateSha256", "\"00\"")]
    [InlineData("/state/hostId", "\"x\"")]
    [InlineData("/state/links/0/name", null)]
    [InlineData("/state/links/0/mtuBytes", "\"1500\"")]
    [InlineData("/state/links/0/mtuBytes", "1e300")]
    [InlineData("/state/links/0/state", "\"sideways\"")]
    [InlineData("/state/links/0/addresses", "[null]")]
    [InlineData("/state/links/0/addresses", "[1]")]
    [InlineData("/state/containers/0/publishedPorts/0/more", "1")]
    [InlineData("/state/containers/0/labels", """{"a":1}""")]
    [InlineData("/state/containers/0/publishedPorts/0/hostPort", "65536")]
    [InlineData("/state/containers/0/publishedPorts/0/containerPort", "-1")]
    [InlineData("/state/containers/0/exposedPorts", """[{"port":65536,"protocol":"tcp"}]""")]
    [InlineData("/state/sockets", """[{"namespace":"6f1c2a9b-1","protocol":"tcp","address":"0.0.0.0","port":65536}]""")]
    [InlineData("/state/gaps", "[{}]")]
    public void What_is_no_document_is_not_of_the_schema(string place, string? json)
    {
        var document = ForeignSnapshot.Of(SampleHost.WithWeb);
        Assert.True(SnapshotSchema.Accepts(document.ToJsonString()));
        document.Put(place, json);
        Assert.False(SnapshotSchema.Accepts(document.ToJsonString()));
    }
}
