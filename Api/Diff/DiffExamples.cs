using System.Net;
using System.Text.Json;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting;
using NetApi.Snapshots;

namespace NetApi.Diffs;

/// <summary>Examples for the OpenAPI document: before and after the article's web server, as the engine tells it.</summary>
internal static class DiffExamples
{
    private static readonly HostState Before = new()
    {
        HostId = "0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c11",
        ObservedAt = new DateTimeOffset(2026, 11, 24, 9, 29, 0, TimeSpan.Zero),
        Revision = 41,
        Networks = [new Network { Id = new string('b', 64), Name = "bridge", Driver = "bridge", Scope = "local", CreatedAt = default, BridgeName = "docker0" }],
    };

    private static readonly HostState After = Before with
    {
        ObservedAt = Before.ObservedAt.AddMinutes(1),
        Revision = 42,
        Containers =
        [
            new Container
            {
                Id = new string('a', 64),
                Name = "myweb",
                Image = "nginx",
                State = ContainerState.Running,
                CreatedAt = default,
                NetworkMode = "default",
                PublishedPorts = [new PublishedPort(IPAddress.Any, 8000, 80, TransportProtocol.Tcp)],
                Networks = [new NetworkAttachment { NetworkId = new string('b', 64), NetworkName = "bridge", Ipv4 = InterfaceAddress.Parse("172.17.0.7/16") }],
            },
        ],
    };

    private static readonly StateDiff Diff = new(Before, SnapshotExamples.Snapshot.Id, After, Moment.Live, new DiffFilter([], [], []));

    public static readonly DiffResource Json = DiffResource.Of(Diff);

    public static readonly string Text = DiffText.Write(Diff);

    public static readonly IReadOnlyList<PatchOperation> Patch = DiffPatch.Of(Diff, Options());

    public static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, object>> Document =
        DiffPatch.DocumentOf(StateDocument.Of(Diff.From, Diff.To), Options()).Deserialize<IReadOnlyDictionary<string, IReadOnlyDictionary<string, object>>>()!;

    public static readonly string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" …>…</svg>";

    public static readonly string Dot = DiffPicture.Write(Diff, DiffFormat.Dot);

    public static readonly string Mermaid = DiffPicture.Write(Diff, DiffFormat.Mermaid);

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions();
        WireJson.Apply(options);
        return options;
    }
}
