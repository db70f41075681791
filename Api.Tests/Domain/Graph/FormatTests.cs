using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using FsCheck.Xunit;
using NetApi.Domain.Graph;
using NetApi.Domain.Graph.Formats;
using Xunit;

namespace NetApi.Tests.Domain.Graph;

/// <summary>What is written is read back by somebody else: XML by a parser, DOT by Graphviz, Mermaid by a strict grammar.</summary>
public sealed partial class FormatTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string[] Elements = ["svg", "title", "style", "rect", "g", "path", "text"];

    // By number: a test's name must be printable.
    public static TheoryData<int> Names => [.. Enumerable.Range(0, HostileHost.Names.Length)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Svg_of_a_hostile_name_is_xml_of_known_elements(int index)
    {
        var name = HostileHost.Names[index];
        var root = AssertSvg(TopologyGraph.Of(HostileHost.With(name)));
        Assert.Contains(root.Descendants(Svg + "title"), t => t.Value.EndsWith($"\n{PlainText.Of($"container:{name}")}", StringComparison.Ordinal) || t.Value.Contains($"\n{PlainText.Of($"container:{name}@")}", StringComparison.Ordinal));
    }

    [Property(Arbitrary = [typeof(HostGenerators)], MaxTest = 100)]
    public void Svg_of_any_host_is_xml_of_known_elements(RandomHost host) => AssertSvg(TopologyGraph.Of(host.State));

    [Property(MaxTest = 100)]
    public void Svg_of_any_name_is_xml_of_known_elements(string? name) => AssertSvg(TopologyGraph.Of(HostileHost.With(name ?? "")));

    [Fact]
    public void Svg_fetches_nothing_and_runs_nothing()
    {
        var svg = SvgFormat.Write(TopologyGraph.Of(DrawnHost.Of(20)));
        Assert.All(new[] { "<script", "href", "url(", "@import", "onload", "<image", "foreignObject" }, word => Assert.DoesNotContain(word, svg, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dot_of_hostile_names_is_read_by_graphviz_as_it_was_meant()
    {
        Ring.Graphviz();
        foreach (var name in HostileHost.Names)
        {
            var graph = TopologyGraph.Of(HostileHost.With(name));
            using var read = JsonDocument.Parse(await GraphvizAsync(DotFormat.Write(graph)));
            var boxes = Picture.Of(graph).Boxes;
            var labels = read.RootElement.GetProperty("objects").EnumerateArray().Where(o => !o.TryGetProperty("nodes", out _)).Select(o => Label(o.GetProperty("label").GetString()!)).ToList();
            Assert.Equal(boxes.Select(b => b.Text).Order(StringComparer.Ordinal), labels.Order(StringComparer.Ordinal));
            Assert.Equal(Picture.Of(graph).Lines.Length, read.RootElement.TryGetProperty("edges", out var edges) ? edges.GetArrayLength() : 0);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(200)]
    public async Task Dot_is_laid_out_by_graphviz(int containers)
    {
        Ring.Graphviz();
        Assert.Contains("\"objects\"", await GraphvizAsync(DotFormat.Write(TopologyGraph.Of(DrawnHost.Of(containers)).Collapse()), "-Tjson"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Mermaid_of_a_hostile_name_keeps_to_the_grammar(int index) =>
        AssertMermaid(TopologyGraph.Of(HostileHost.With(HostileHost.Names[index])));

    [Property(MaxTest = 100)]
    public void Mermaid_of_any_name_keeps_to_the_grammar(string? name) => AssertMermaid(TopologyGraph.Of(HostileHost.With(name ?? "")));

    [Fact]
    public void Mermaid_says_names_as_they_are()
    {
        var text = MermaidFormat.Write(TopologyGraph.Of(HostileHost.With("a\"b#c")));
        Assert.Contains("[\"a#34;b#35;c<br/>", text, StringComparison.Ordinal);
        Assert.Contains("172.17.0.7/16", text, StringComparison.Ordinal);
    }

    private static XElement AssertSvg(TopologyGraph graph)
    {
        using var reader = XmlReader.Create(new StringReader(SvgFormat.Write(graph)), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var root = XElement.Load(reader);
        Assert.Subset(Elements.Select(e => Svg + e).ToHashSet(), root.DescendantsAndSelf().Select(e => e.Name).ToHashSet());
        return root;
    }

    private static void AssertMermaid(TopologyGraph graph)
    {
        var lines = MermaidFormat.Write(graph).TrimEnd('\n').Split('\n');
        Assert.Equal("flowchart LR", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.Matches(MermaidLine(), line));
        var (nodes, edges) = (lines.Count(l => l.StartsWith("  n", StringComparison.Ordinal) && l.Contains('[', StringComparison.Ordinal)), lines.Count(l => MermaidEdge().IsMatch(l)));
        Assert.Equal((Picture.Of(graph).Boxes.Length, Picture.Of(graph).Lines.Length), (nodes, edges));
    }

    // A label in Graphviz's own notation: a line ends with \n, a backslash is written twice.
    private static string Label(string written) =>
        LabelEscape().Replace(written, m => m.Value switch { "\\n" => "\n", "\\\\" => "\\", "&amp;" => "&", _ => m.Value });

    private static async Task<string> GraphvizAsync(string dot, string format = "-Tdot_json")
    {
        using var process = Process.Start(new ProcessStartInfo("dot", format) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(dot);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (process.ExitCode, await errors));
        return await output;
    }

    [GeneratedRegex("""^  (n\d+\["([\p{L}\p{Nd} :/,.-]|#\d+;|<br/>)*"\]:::[a-z]+|caption\["([\p{L}\p{Nd} :/,.-]|#\d+;|<br/>)*"\]:::caption|n\d+ (-->|-\.->|-\.-|---) n\d+|classDef [a-z]+ [a-z0-9#:, -]+)$""")]
    private static partial Regex MermaidLine();

    [GeneratedRegex(@"^  n\d+ \S+ n\d+$")]
    private static partial Regex MermaidEdge();

    [GeneratedRegex(@"\\\\|\\n|&amp;")]
    private static partial Regex LabelEscape();
}
