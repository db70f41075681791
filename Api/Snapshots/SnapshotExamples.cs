using System.Net;
using NetApi.Adapters.Sqlite;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;

namespace NetApi.Snapshots;

/// <summary>Examples for the OpenAPI document: before and after the article's web server.</summary>
internal static class SnapshotExamples
{
    private static readonly DateTimeOffset Before = new(2026, 11, 24, 9, 29, 0, TimeSpan.Zero);

    public static readonly Snapshot Snapshot = new(
        "0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c12",
        "0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c11",
        41,
        Before,
        "admin",
        SnapshotOrigin.Asked,
        true,
        "before",
        "upgrade of the engine",
        "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
        new SnapshotCounts(0, 0, 3, 1, 3));

    public static readonly DiffResource Diff = new(
        new DiffSide(Snapshot.Id, Before, []),
        new DiffSide("live", Before.AddMinutes(1), []),
        true,
        [
            new Change(
                ChangeKind.Added,
                ChangeEntity.PublishedPort,
                "0.0.0.0:8000/tcp",
                null,
                new PublishedPortView(IPAddress.Any, 8000, TransportProtocol.Tcp, "myweb", 80),
                "port 8000/tcp of myweb is now published on 0.0.0.0"),
        ]);
}
