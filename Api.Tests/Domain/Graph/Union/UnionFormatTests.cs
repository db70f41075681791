using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NetApi.Domain.Graph.Formats;
using NetApi.Domain.Graph.Union;
using Xunit;

namespace NetApi.Tests.Domain.Graph.Union;

/// <summary>Marks in each format: a sign, a dash and a colour, and a legend that says what they mean.</summary>
public sealed partial class UnionFormatTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // By number: a test's name must be printable.
    public static TheoryData<int> Names => [.. Enumerable.Range(0, HostileHost.Names.Length)];

    [Fact]
    public void Svg_marks_boxes_and_lines_and_explains_the_marks()
    {
        var svg = XElement.Parse(SvgFormat.Write(GraphUnionTests.UnionOf(DrawnHost.Of(5), ComparedHosts.Later)));
        foreach (var (style, sign) in new[] { ("added", "+"), ("removed", "−"), ("changed", "~") })
        {
            Assert.Contains(svg.Descendants(Svg + "rect"), r => (string?)r.Attribute("class") == $"ring {style}");
            Assert.Contains(svg.Descendants(Svg + "path"), p => ((string)p.Attribute("class")!).EndsWith($" {style}", StringComparison.Ordinal) || style == "changed");
            Assert.Contains(svg.Descendants(Svg + "text"), t => (string?)t.Attribute("class") == "sign mid" && t.Value == sign);
            Assert.Contains(svg.Elements(Svg + "text"), t => t.Value == style);
        }
        Assert.Contains(svg.Descendants(Svg + "title"), t => t.Value.Contains("\nlink eth0 has MTU 1400 (was 1500)\n", StringComparison.Ordinal));
    }

    [Fact]
    public void The_picture_of_one_state_has_no_rules_for_marks() =>
        Assert.DoesNotContain("ring", SvgFormat.Write(NetApi.Domain.Graph.TopologyGraph.Of(DrawnHost.Of(5))), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Graphviz_reads_it_whatever_the_names_are(int index)
    {
        Ring.Graphviz();
        var (with, without) = (HostileHost.With(HostileHost.Names[index]), SampleHost.Empty);
        await GraphvizAsync(DotFormat.Write(GraphUnionTests.UnionOf(without, with)));
        await GraphvizAsync(DotFormat.Write(GraphUnionTests.UnionOf(with, without)));
    }

    [Fact]
    public async Task Graphviz_lays_it_out_with_its_marks()
    {
        Ring.Graphviz();
        var laidOut = await GraphvizAsync(DotFormat.Write(GraphUnionTests.UnionOf(DrawnHost.Of(5), ComparedHosts.Later)));
        Assert.Contains("stroke-dasharray", laidOut, StringComparison.Ordinal);
        Assert.Contains(MarkStyle.ColourOf(Mark.Added), laidOut, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Mermaid_keeps_to_the_grammar_whatever_the_names_are(int index)
    {
        AssertMermaid(GraphUnionTests.UnionOf(SampleHost.Empty, HostileHost.With(HostileHost.Names[index])));
        AssertMermaid(GraphUnionTests.UnionOf(HostileHost.With(HostileHost.Names[index]), SampleHost.Empty));
    }

    [Fact]
    public void Mermaid_marks_lines_by_their_number()
    {
        var union = GraphUnionTests.UnionOf(DrawnHost.Of(5), ComparedHosts.Later);
        AssertMermaid(union);
        var added = Picture.Of(union).Lines.Index().Where(l => l.Item.Mark == Mark.Added).Select(l => l.Index);
        Assert.Contains($"  linkStyle {string.Join(',', added)} stroke:{MarkStyle.ColourOf(Mark.Added)},stroke-width:3px\n", MermaidFormat.Write(union), StringComparison.Ordinal);
    }

    private static void AssertMermaid(GraphUnion union)
    {
        var lines = MermaidFormat.Write(union).TrimEnd('\n').Split('\n');
        Assert.Equal("flowchart LR", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.Matches(MermaidLine(), line));
    }

    private static async Task<string> GraphvizAsync(string dot)
    {
        using var process = Process.Start(new ProcessStartInfo("dot", "-Tsvg") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(dot);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (process.ExitCode, await errors));
        return await output;
    }

    [GeneratedRegex("""^  (n\d+\["([\p{L}\p{Nd} :/,.-]|#\d+;|<br/>)*"\]:::[a-z]+|caption\["([\p{L}\p{Nd} :/,.-]|#\d+;|<br/>)*"\]:::caption|n\d+ (-->|-\.->|-\.-|---) n\d+|classDef [a-z]+ [a-z0-9#:, -]+|class n\d+(,n\d+)* [a-z]+|linkStyle \d+(,\d+)* [a-z0-9#:, -]+)$""")]
    private static partial Regex MermaidLine();
}
