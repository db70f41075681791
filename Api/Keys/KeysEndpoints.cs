using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Keys;

/// <summary><c>/api/v1/keys</c>: who may do what.</summary>
public static class KeysEndpoints
{
    private const int MaxNameLength = 100;

    private static readonly ImmutableSortedDictionary<string, Scope> Words =
        Enum.GetValues<Scope>().ToImmutableSortedDictionary(s => s.ToString().ToLowerInvariant(), s => s, StringComparer.Ordinal);

    /// <summary>Maps the group.</summary>
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/keys").WithTags("Keys").RequireScope(Scope.Admin).ProducesStoreProblems();
        var example = new KeyResource("0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c11", "grafana", [Scope.Read], new DateTimeOffset(2026, 11, 24, 9, 30, 0, TimeSpan.Zero));

        group.MapGet("/", ([AsParameters] PageQuery page, KeyRing keys) => TypedResults.Ok(Page.Of(keys.Keys.Select(KeyResource.Of), page.Read(), k => k.Id)))
            .WithName("ListKeys")
            .WithSummary("List keys")
            .WithDescription("The keys in force, oldest first. Their secrets cannot be shown: NetApi keeps only digests.")
            .ProducesBadRequest()
            .WithResponseExample(new Page<KeyResource>([example], null));

        group.MapPost("/", Create)
            .WithName("CreateKey")
            .WithSummary("Make a key")
            .WithDescription("The answer shows the secret this once. Give a dashboard `read`, a monitor `read` and `probe`, a deployment script `read` and `write`.")
            .WithRequestExample(new CreateKeyRequest { Name = "grafana", Scopes = ["read"] })
            .WithResponseExample(new CreatedKeyResource(example.Id, example.Name, example.Scopes, example.CreatedAt, "netapi_3Qm0nqgVvYx2b1o8a4sYJ6mVwWc9r0u5d7kZtXyPqRs"));

        group.MapDelete("/{id}", Delete)
            .WithName("DeleteKey")
            .WithSummary("Revoke a key")
            .WithDescription("From the next request on it is no longer valid. The last key with the scope admin cannot be revoked.");
    }

    private static async Task<Results<Created<CreatedKeyResource>, BadRequestProblem>> Create(CreateKeyRequest request, KeyVault vault, CancellationToken cancel)
    {
        var faults = new FaultList();
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > MaxNameLength)
            faults.Add("/name", "malformed-name", $"name says who uses the key, in 1 to {MaxNameLength} characters.");
        if (request.Scopes is not { Count: > 0 })
            faults.Add("/scopes", "missing", $"scopes is missing; give one or more of {string.Join(", ", Words.Keys)}.");
        for (var i = 0; i < (request.Scopes?.Count ?? 0); i++)
        {
            if (!Words.ContainsKey(request.Scopes![i]))
                faults.Add($"/scopes/{i}", "unknown-word", $"'{request.Scopes[i]}' is no scope; give one or more of {string.Join(", ", Words.Keys)}.");
        }
        if (!faults.IsEmpty)
            return new BadRequestProblem(faults.ToProblem());
        var (key, secret) = await vault.AddAsync(request.Name!, [.. request.Scopes!.Select(s => Words[s]).Distinct().Order()], cancel);
        return TypedResults.Created($"/api/v1/keys/{key.Id}", new CreatedKeyResource(key.Id, key.Name, key.Scopes, key.CreatedAt, secret));
    }

    private static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> Delete(string id, KeyVault vault, CancellationToken cancel) => await vault.RevokeAsync(id, cancel) switch
    {
        Revocation.Revoked => TypedResults.NoContent(),
        Revocation.LastAdmin => new ConflictProblem(ProblemKinds.WrongState.Document("This is the last key with the scope admin; make another one first.")),
        _ => new NotFoundProblem(ProblemKinds.KeyNotFound.Document($"No key in force has the id '{id}'. GET /api/v1/keys lists them.")),
    };
}
