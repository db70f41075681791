using System.Net;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.History.Lives;

namespace NetApi.History;

/// <summary>Examples for the OpenAPI document: the article's web server comes to be after NetApi did not run for a night.</summary>
internal static class HistoryExamples
{
    private const string Id = "4d0f1c7be2a94c0b6f3e8d5a7c9b1e2f4d0f1c7be2a94c0b6f3e8d5a7c9b1e2f";

    private static readonly DateTimeOffset At = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero);
    private static readonly NetnsOwner Web = new(new NetnsId("6f1c2a9b-5"), NetnsKind.Container, "myweb", Id, "myweb");
    private static readonly LifeSpan Span = new(new LifeEdge(42, At), new LifeEdge(57, At.AddHours(5)));
    private static readonly IReadOnlyList<Cause> Causes =
    [
        new Cause(CauseKind.Call, "POST /api/v1/containers", Key: "deploy", RequestId: "00-8f2a6f0d3c1b4e5f9a7d2c4b6e8f0a1c-1d3f5b7a9c2e4f60-00"),
        new Cause(CauseKind.Engine, "start", "container", Id),
    ];

    public static readonly IReadOnlyList<HistoryEntry> Entries =
    [
        new(HistoryEntryKind.Added, At, null, 42, ChangeEntity.PublishedPort, "0.0.0.0:8000/tcp", "port 8000/tcp of myweb is now published on 0.0.0.0", Causes),
        new(HistoryEntryKind.Interruption, At.AddHours(-1), At.AddHours(-10), null, null, "netapi", "NetApi did not run.", []),
    ];

    public static readonly AddressLife Address = new(InterfaceAddress.Parse("172.17.0.7/16"), "eth0", 12, Web, Span);

    public static readonly MacLife Mac = new(MacAddress.Parse("02:42:ac:11:00:07"), "eth0", 12, "veth", Web, Span);

    public static readonly PortLife Port = new(PortLifeKind.Published, IPAddress.Any, 8000, TransportProtocol.Tcp, Id, "myweb", 80, null, Span, Causes);

    public static readonly ContainerLife Container = new(
        Id,
        "myweb",
        "nginx",
        At,
        new LifeSpan(Span.From, null),
        [new ContainerRun(ContainerState.Running, At, null, [new ContainerNetwork("bridge", InterfaceAddress.Parse("172.17.0.7/16"), null)], new LifeSpan(Span.From, null))]);

    public static readonly HistoryStatus Status = new(
        true, null, null, null, 0,
        new RevisionRef(1, At.AddDays(-30), "3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b"),
        new RevisionRef(57, At.AddHours(5), "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab"),
        new HistorySize(57, 431, 298, 160, 1_245_184, 0),
        null,
        [new Interruption("netapi", "not-running", At.AddHours(-10), At.AddHours(-1), "NetApi did not run.")]);
}
