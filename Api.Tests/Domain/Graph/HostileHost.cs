using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain.Graph;

/// <summary>The article's host with names that mean something to the formats.</summary>
internal static class HostileHost
{
    public static readonly string[] Names =
    [
        "\"]; n0 -> evil; //", "</text><script>alert(1)</script>", "&amp;&lt;&#x41;", "back\\slash\\", "trailing\\", "\\N\\G\\L\\l\\n", "new\nline\r\nhere", "tab\tnul\0bell\a",
        "%%{init: {'theme':'dark'}}%%", "`code` **bold** _x_ # heading", "[x](y) {z} <w> (v) |u|", "#quot;#35;", "1. list", "- list", "end", "]]>", "<!--", "-->", "\u202Eright to left", "\uD800 lone", "\uFFFE\uFFFF", "名前 ü é e\u0301 👩‍👩‍👧",
        "graph TD; a-->b", "click n0 callback", "subgraph", "", " ", new string('x', 300),
    ];

    public static HostState With(string name) => SampleHost.WithWeb with
    {
        Namespaces = [SampleHost.HostNamespace, SampleHost.WebNamespace with { Name = name }, new NetworkNamespace { Id = new NetnsId("6f1c2a9b-9"), Inode = 9, Kind = NetnsKind.Named, Name = name }],
        Links =
        [
            .. SampleHost.WithWeb.Links.Select(l => l.Name == "veth8d73f3e" ? l with { Name = name.Replace('/', '_') } : l),
            SampleHost.Link(SampleHost.HostId, 20, $"{name.Replace('/', '_')}2", "vlan") with { Kind = name, Alias = name },
        ],
        Containers = [SampleHost.Web with { Name = name, Image = name }],
        Networks = [SampleHost.BridgeNetwork with { Name = name }],
        Gaps = [new Gap("engine", "engine-unavailable", name)],
    };
}
