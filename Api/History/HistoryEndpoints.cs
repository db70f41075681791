using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.History.Lives;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.History;

/// <summary><c>/api/v1/history</c>: what happened, and who had what from when to when.</summary>
public static class HistoryEndpoints
{
    private const int MaxToldInterruptions = 100;

    /// <summary>Maps the group.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/history").WithTags("History").RequireScope(Scope.Read);

        group.MapGet("/", List)
            .WithName("ListHistory")
            .WithSummary("Tell what happened")
            .WithDescription("The diff of each revision to the one before, the newest first, each with what led to it as far as it is known: calls of NetApi's own with the name of the key and the id of the request (`X-Request-Id` of its answer), events of the engine, the kernel. "
                + "Between them stand the times in which not everything was seen, as entries of the kind `interruption`; what was found after one has a `notBefore`: it happened between that and `at`. A page has at most `limit` changes, and the interruptions of its time beside. "
                + "`GET /api/v1/diff?from=41&to=42` tells more of revision 42.")
            .ProducesMomentProblems()
            .WithResponseExample(new Page<HistoryEntry>(HistoryExamples.Entries, null));

        group.MapGet("/addresses/{ip}", Addresses)
            .WithName("ListAddressHistory")
            .WithSummary("Tell who had an IP address")
            .WithDescription("Every link that had it, in whatever namespace, with the container that lived there, from when to when; the last first.")
            .ProducesStoreProblems()
            .WithResponseExample(new LivesPage<AddressLife>([HistoryExamples.Address], null, HistoryExamples.Status.Interruptions));

        group.MapGet("/macs/{mac}", Macs)
            .WithName("ListMacHistory")
            .WithSummary("Tell who had a MAC address")
            .WithDescription("Every link that had it, in whatever namespace, with the container that lived there, from when to when; the last first.")
            .ProducesStoreProblems()
            .WithResponseExample(new LivesPage<MacLife>([HistoryExamples.Mac], null, HistoryExamples.Status.Interruptions));

        group.MapGet("/ports/{port}", Ports)
            .WithName("ListPortHistory")
            .WithSummary("Tell who held a port of the host")
            .WithDescription("Containers that published it while they ran, and processes that listened on it in the host's namespace, from when to when and by what; the last first. TCP, UDP and SCTP.")
            .ProducesStoreProblems()
            .WithResponseExample(new LivesPage<PortLife>([HistoryExamples.Port], null, HistoryExamples.Status.Interruptions));

        group.MapGet("/containers/{name}", Containers)
            .WithName("ListContainerHistory")
            .WithSummary("Tell the lives of a container")
            .WithDescription("Every container that had the name, or the one whose id is given, or at least 4 characters that its id alone begins with, from its creation to its removal, with its runs and its addresses; the last first. One that was recreated under its name is another life.")
            .ProducesStoreProblems()
            .WithResponseExample(new LivesPage<ContainerLife>([HistoryExamples.Container], null, HistoryExamples.Status.Interruptions));

        group.MapGet("/status", Status)
            .WithName("GetHistoryStatus")
            .WithSummary("Show how much history there is, and whether it can be kept")
            .WithDescription("Where the database cannot be written, NetApi serves the live state, and keeps what it can in memory until it can be written again; `degradedSince` and `lastError` say so. Where it cannot be read, this is answered all the same, and `lastError` says why. `retention` says why it is older or larger than configured, where it is.")
            .WithResponseExample(HistoryExamples.Status);

        routes.MapHistoryCare();
    }

    private static async Task<Ok<Page<HistoryEntry>>> List([AsParameters] HistoryQuery query, [AsParameters] PageQuery page, Timeline timeline, CancellationToken cancel) =>
        TypedResults.Ok(await timeline.ReadAsync(query, page, cancel));

    private static Task<Ok<LivesPage<AddressLife>>> Addresses(string ip, [AsParameters] PageQuery page, LifeReading lives, CancellationToken cancel) =>
        Lives(page, faults => HostAddress.TryParse(ip, out var address) ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) : Fault<IPAddress>(faults, "ip", "malformed-address", $"'{ip}' is no IP address; give one such as 172.17.0.7 or fd00::7, without prefix length, zone, brackets or port."),
            lives, AddressLife.Find, cancel);

    private static Task<Ok<LivesPage<MacLife>>> Macs(string mac, [AsParameters] PageQuery page, LifeReading lives, CancellationToken cancel) =>
        Lives(page, faults => MacAddress.TryParse(mac, out var address) ? address : Fault<MacAddress>(faults, "mac", "malformed-mac", $"'{mac}' is no MAC address; give one such as 02:42:ac:11:00:07."),
            lives, MacLife.Find, cancel);

    private static Task<Ok<LivesPage<PortLife>>> Ports(string port, [AsParameters] PageQuery page, LifeReading lives, CancellationToken cancel) =>
        Lives(page, faults => ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : Fault<int>(faults, "port", "out-of-range", $"'{port}' is no port; give 1 to 65535."),
            lives, PortLife.Find, cancel);

    private static Task<Ok<LivesPage<ContainerLife>>> Containers(string name, [AsParameters] PageQuery page, LifeReading lives, CancellationToken cancel) =>
        Lives(page, _ => name, lives, ContainerLife.Find, cancel);

    private static async Task<Ok<HistoryStatus>> Status(
        HistoryStore store, HistoryWriter writer, HistoryRetention retention, KnownInterruptions interruptions, TimeProvider clock, CancellationToken cancel)
    {
        var health = writer.Health;
        var status = new HistoryStatus(health.FailedSince is null, health.FailedSince, health.LastError, health.LastErrorAt, health.Pending, null, null, null, retention.Trouble, []);
        try
        {
            return TypedResults.Ok(status with
            {
                Oldest = RevisionRef.Of(await store.FindOldestAsync(cancel)),
                Newest = RevisionRef.Of(await store.FindRevisionBeforeAsync(long.MaxValue, cancel)),
                Size = await store.MeasureAsync(cancel),
                Interruptions = await interruptions.ListAsync(DateTimeOffset.MinValue, clock.GetUtcNow(), MaxToldInterruptions, cancel),
            });
        }
        // Who asks then wants to know just that.
        catch (StoreUnavailableException e)
        {
            return TypedResults.Ok(status.DegradedSince is null ? status with { Healthy = false, LastError = e.Message, LastErrorAt = null } : status);
        }
    }

    private static async Task<Ok<LivesPage<TLife>>> Lives<T, TLife>(PageQuery page, Func<FaultList, T> read, LifeReading lives, Func<HistorySession, T, IEnumerable<FoundLife<TLife>>> find, CancellationToken cancel)
        where TLife : ILife
    {
        var faults = new FaultList();
        var bounds = page.Read(faults);
        var (after, asked) = (LifePage.ReadPlace(bounds, faults), read(faults));
        faults.ThrowIfAny();
        return TypedResults.Ok(await lives.ReadAsync(session => find(session, asked), bounds, after, cancel));
    }

    private static T Fault<T>(FaultList faults, string name, string code, string detail)
    {
        faults.Add($"/{name}", code, detail);
        return default!;
    }
}
