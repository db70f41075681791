using Microsoft.AspNetCore.Authorization;
using NetApi.Hosting.Problems;

namespace NetApi.Hosting.Security;

/// <summary>Ties endpoints to scopes.</summary>
public static class ScopePolicy
{
    /// <summary>Claim type of the scopes of a key.</summary>
    public const string ClaimType = "scope";

    /// <summary>Endpoints of the group need a key with that scope, or with <see cref="Scope.Admin"/>.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, Scope scope)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .RequireAuthorization(PolicyName(scope))
            .WithMetadata(
                new RequiredScope(scope),
                new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(Problem), [Problem.MediaType]),
                new ProducesResponseTypeMetadata(StatusCodes.Status403Forbidden, typeof(Problem), [Problem.MediaType]));

    /// <summary>Endpoints of the group need no key.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AllowAnonymous().WithMetadata(new OpenToAll());

    /// <summary>Registers one policy a scope, and as fallback one that refuses: an endpoint that declares no scope is reachable with no key.</summary>
    public static void AddScopes(this AuthorizationBuilder authorization)
    {
        foreach (var scope in Enum.GetValues<Scope>())
        {
            authorization.AddPolicy(PolicyName(scope), policy => policy
                .RequireAuthenticatedUser()
                .RequireAssertion(context => context.User.HasClaim(ClaimType, Scope.Admin.ToString()) || context.User.HasClaim(ClaimType, scope.ToString())));
        }
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            // Without an endpoint the answer is 404, and routing's own endpoints answer 405 and 415: none of them tells anything.
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build());
    }

    private static string PolicyName(Scope scope) => $"scope:{scope}";
}
