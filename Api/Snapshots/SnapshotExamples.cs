using NetApi.Adapters.Sqlite;

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
}
