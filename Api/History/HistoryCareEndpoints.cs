using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.History;

/// <summary><c>/api/v1/history/check</c> and <c>/api/v1/history/backup</c>: whether the database is sound, and a copy of it.</summary>
public static class HistoryCareEndpoints
{
    private const string MediaType = "application/vnd.sqlite3";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private static readonly HistoryReport Example = new(
        new DateTimeOffset(2026, 11, 24, 14, 5, 0, TimeSpan.Zero), 812, true, 0, [], new HistoryCounts(4_120, 31_870, 9_403, 52_008, 17, 2));

    /// <summary>Maps both.</summary>
    public static void MapHistoryCare(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/history").WithTags("History").RequireScope(Scope.Admin).ProducesStoreProblems();

        group.MapGet("/check", Check)
            .WithName("CheckHistory")
            .WithSummary("Check the database")
            .WithDescription("Reads all of it, as of one moment, while NetApi goes on: SQLite's own checks, then whether everything has the hash that it is kept under and every revision is what its hash says. `isSound` is the verdict; docs/history.md explains the codes. One check at a time.")
            .WithResponseExample(Example);

        group.MapGet("/backup", Backup)
            .WithName("BackUpHistory")
            .WithSummary("Download a copy of the database")
            .WithDescription("A consistent copy as of one moment, made while NetApi goes on; it holds the history, the snapshots and the digests of keys. Its length is told before: a copy that is shorter was cut off. docs/history.md says how to put it back. One copy at a time.")
            .Produces<string>(StatusCodes.Status200OK, MediaType)
            .WithResponseExample("(the bytes of an SQLite database)");
    }

    private static async Task<Results<Ok<HistoryReport>, TooManyRequestsProblem>> Check(Database database, HistoryCare care, TimeProvider clock, CancellationToken cancel)
    {
        using var turn = care.TryCheck();
        return turn is null
            ? Busy("A check is running.")
            : TypedResults.Ok(await HistoryCheck.RunAsync(database, clock, cancel));
    }

    private static async Task<Results<FileStreamHttpResult, TooManyRequestsProblem>> Backup(HttpContext context, Database database, HistoryCare care, TimeProvider clock, CancellationToken cancel)
    {
        if (care.TryBackUp() is not { } turn)
            return Busy("Somebody is downloading a copy.");
        context.Response.RegisterForDispose(turn);
        var name = $"netapi-{clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.db";
        var copy = await database.CopyAsync(cancel);
        return TypedResults.Stream(copy, MediaType, name);
    }

    private static TooManyRequestsProblem Busy(string what) => new(ProblemKinds.TooManyRequests.Document($"{what} Ask again when that is over."), RetryAfter);
}
