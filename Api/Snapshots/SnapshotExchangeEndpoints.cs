using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using NetApi.Adapters.Sqlite;
using NetApi.History;
using NetApi.Hosting;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Snapshots;

/// <summary>Snapshots as documents, which go from one NetApi to another.</summary>
public static class SnapshotExchangeEndpoints
{
    private const string Json = "application/json";

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>Maps the endpoints.</summary>
    public static void MapSnapshotExchange(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/snapshots").WithTags("Snapshots").RequireScope(Scope.Read).ProducesStoreProblems();
        var write = routes.MapGroup("/snapshots").WithTags("Snapshots").RequireScope(Scope.Write).ProducesStoreProblems();

        read.MapGet("/{id}/export", Export)
            .WithName("ExportSnapshot")
            .WithSummary("Get a snapshot as a document")
            .WithDescription("All that the snapshot shows, for another NetApi to import, or to keep elsewhere. Learned neighbours and forwarding entries are not in it, nor who held a socket. docs/snapshot.schema.json is its JSON Schema.")
            .Produces<SnapshotDocument>(StatusCodes.Status200OK, Json)
            .Produces(StatusCodes.Status304NotModified)
            .WithResponseExample(SnapshotExamples.Document);

        write.MapPost("/import", Import)
            .WithName("ImportSnapshot")
            .WithSummary("Take in a snapshot of another host")
            .WithDescription(
                "Keeps what a document of GET /api/v1/snapshots/{id}/export shows, as a snapshot of the host it is of: pinned, with `origin` `imported`, under a new id. "
                + "`from`, `to` and `at` take that id as any other. A document with a fault is refused whole. One that is imported twice makes two snapshots, which share one state. "
                + "At most 64 MiB, and two at the same time.")
            .Accepts<SnapshotDocument>(Json)
            .WithMetadata(new BodyLimit(SnapshotImports.MaxBytes))
            .WithRequestExample(SnapshotExamples.Document)
            .WithResponseExample(SnapshotExamples.Snapshot with { Origin = SnapshotOrigin.Imported, Revision = null });
    }

    private static async Task<Results<FileContentHttpResult, NotFoundProblem>> Export(string id, SnapshotStore store, HostIdentity host, Moments moments, CancellationToken cancel)
    {
        if (await store.FindAsync(host.Id, id, cancel) is not { } snapshot)
            return SnapshotsEndpoints.NotFound(id);
        var state = await moments.ReadAsync(snapshot, cancel);
        var name = await store.FindHostNameAsync(snapshot.HostId, cancel);
        var document = SnapshotDocumentJson.Write(SnapshotDocumentJson.Of(snapshot, name, state));
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(document).AsSpan(0, 16))}\"");
        return TypedResults.File(document, Json, $"netapi-snapshot-{snapshot.Id}.json", entityTag: tag);
    }

    private static async Task<Results<Created<Snapshot>, BadRequestProblem, TooManyRequestsProblem>> Import(HttpRequest request, ClaimsPrincipal user, SnapshotImports imports, CancellationToken cancel)
    {
        using var turn = imports.TryBegin();
        if (turn is null)
            return new TooManyRequestsProblem(ProblemKinds.TooManyRequests.Document($"{SnapshotImports.MaxAtOnce} documents are being imported; send it again soon."), AskAgainAfter);
        var body = await ReadAsync(request.Body, cancel);
        if (body.Length == 0)
            return new BadRequestProblem(ProblemKinds.MalformedBody.Document("A snapshot document is needed.", [new Fault("", "missing", "The body is empty.")]));
        try
        {
            var (kept, faults) = await imports.ImportAsync(body, user.Identity!.Name!, cancel);
            return kept is null ? new BadRequestProblem(faults.ToProblem()) : TypedResults.Created($"/api/v1/snapshots/{kept.Id}", kept);
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("The body is no snapshot document.", StatusCodes.Status400BadRequest, e);
        }
    }

    // The server refuses more by the metadata; where one does not look at that, it ends here.
    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancel)
    {
        using var all = new MemoryStream();
        var part = new byte[64 * 1024];
        while (await body.ReadAsync(part, cancel) is > 0 and var count)
        {
            if (all.Length + count > SnapshotImports.MaxBytes)
                throw new BadHttpRequestException("The document is too large.", StatusCodes.Status413PayloadTooLarge);
            all.Write(part, 0, count);
        }
        return all.ToArray();
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
