using System.Runtime.CompilerServices;
using NetApi.Domain.Diff;
using NetApi.Domain.Graph;
using NetApi.Domain.Graph.Formats;
using NetApi.Domain.Graph.Union;
using NetApi.Tests.Domain;
using NetApi.Tests.Domain.Graph;
using NetApi.Tests.Domain.Graph.Union;
using Xunit;

namespace NetApi.Tests.Docs;

/// <summary>The pictures of docs are what NetApi draws. <c>NETAPI_DRAW=1</c> draws them anew.</summary>
public sealed class PictureTests
{
    private static readonly string Pictures = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "docs", "pictures"));

    private static readonly Dictionary<string, Func<string>> Drawn = new(StringComparer.Ordinal)
    {
        ["myweb.svg"] = () => SvgFormat.Write(TopologyGraph.Of(SampleHost.WithWeb)),
        ["containers-5.svg"] = () => SvgFormat.Write(TopologyGraph.Of(DrawnHost.Of(5))),
        ["containers-50.svg"] = () => SvgFormat.Write(TopologyGraph.Of(DrawnHost.Of(50))),
        ["containers-200.svg"] = () => SvgFormat.Write(TopologyGraph.Of(DrawnHost.Of(200)).Collapse()),
        ["myweb.mmd"] = () => MermaidFormat.Write(TopologyGraph.Of(SampleHost.WithWeb)),
        ["compared.svg"] = () => SvgFormat.Write(Compared),
        ["compared.dot"] = () => DotFormat.Write(Compared),
        ["compared.mmd"] = () => MermaidFormat.Write(Compared),
        ["containers-5.dot"] = () => DotFormat.Write(TopologyGraph.Of(DrawnHost.Of(5))),
    };

    private static GraphUnion Compared =>
        GraphUnion.Of(DrawnHost.Of(5), ComparedHosts.Later, HostDiff.Compare(DrawnHost.Of(5), ComparedHosts.Later), "What changed from 2026-11-24 14:05:00 to 2026-11-24 14:15:00 UTC");

    public static TheoryData<string> Names => [.. Drawn.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_is_what_is_drawn_today(string name)
    {
        var file = Path.Combine(Pictures, name);
        if (Environment.GetEnvironmentVariable("NETAPI_DRAW") == "1")
            File.WriteAllText(file, Drawn[name]());
        Assert.True(File.Exists(file) && File.ReadAllText(file) == Drawn[name](), $"docs/pictures/{name} is not what NetApi draws now. Draw it anew with NETAPI_DRAW=1, and look at it.");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
