using System.Text;
using System.Text.Json.Nodes;
using NetApi.Hosting.Problems;
using NetApi.Snapshots;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Snapshots;

/// <summary>What a look through a document costs: what the document is large, and no more.</summary>
public sealed class DocumentScanTests
{
    [Fact]
    public void Check_ManyElementsUnderALongName_MakesNoPointerOfAnyThatHasNoFault()
    {
        var (name, elements) = (new string('n', DocumentScan.MaxTextBytes), 9_000);
        var json = Document($$"""{"{{name}}":[{{string.Join(',', Enumerable.Repeat("[]", elements))}},null]}""");
        var faults = new FaultList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        DocumentScan.Check(json, faults, TestContext.Current.CancellationToken);
        var made = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal([($"/state/engine/{name}/{elements}", "null-value")], FaultsOf(faults));
        Assert.True(made < 100L * name.Length, $"{made} bytes were made, as if {made / 2 / name.Length} pointers were.");
    }

    [Fact]
    public void Check_NameBeyondTheBound_IsRefusedWithoutALookAtWhatIsUnderIt()
    {
        var json = Document($$"""{"{{new string('n', DocumentScan.MaxTextBytes + 1)}}":[{{string.Join(',', Enumerable.Repeat("null", 9_000))}}]}""");
        var faults = new FaultList();
        DocumentScan.Check(json, faults, TestContext.Current.CancellationToken);
        Assert.Equal([("/state/engine", "too-long")], FaultsOf(faults));
    }

    [Fact]
    public void Check_WhenTheCallerHangsUp_Ends() =>
        Assert.Throws<OperationCanceledException>(() => DocumentScan.Check(Document("{}"), new FaultList(), new CancellationToken(canceled: true)));

    private static byte[] Document(string engine)
    {
        var document = ForeignSnapshot.Of(SampleHost.WithWeb);
        document["state"]!["engine"] = JsonNode.Parse(engine);
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private static IEnumerable<(string Pointer, string Code)> FaultsOf(FaultList faults) => faults.ToProblem().Errors!.Select(f => (f.Pointer, f.Code));
}
