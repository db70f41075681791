using System.Text.Json;
using System.Text.Json.Nodes;
using NetApi.Adapters.Sqlite;
using NetApi.Domain.Topology;

namespace NetApi.Snapshots;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class SnapshotExamples
{
    public static readonly Snapshot Snapshot = new(
        "0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c12",
        "0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c11",
        41,
        new DateTimeOffset(2026, 11, 24, 9, 29, 0, TimeSpan.Zero),
        "admin",
        SnapshotOrigin.Asked,
        true,
        "before",
        "upgrade of the engine",
        "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
        new SnapshotCounts(0, 0, 3, 1, 3));

    // As JSON: the state has another form in a document than in answers.
    public static readonly JsonNode Document = JsonSerializer.SerializeToNode(SnapshotDocumentJson.Of(Snapshot, "docker-1", Host()), SnapshotDocumentJson.Options)!;

    private static HostState Host()
    {
        var id = new NetnsId("6f1c2a9b-1");
        return new HostState
        {
            HostId = Snapshot.HostId,
            ObservedAt = Snapshot.TakenAt,
            Namespaces = [new NetworkNamespace { Id = id, Inode = 4026531840, Cookie = 1, Kind = NetnsKind.Host, Name = "host" }],
            Links = [new Link { Namespace = id, Index = 1, Name = "lo", Kind = "loopback", MtuBytes = 65536, State = LinkState.Unknown, IsUp = true, Addresses = [InterfaceAddress.Parse("127.0.0.1/8")] }],
        };
    }
}
