using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NetApi.Hosting.Problems;

namespace NetApi.Hosting.Security;

/// <summary>Authenticates <c>Authorization: Bearer KEY</c> (RFC 6750).</summary>
public sealed class ApiKeyAuthentication(KeyRing keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "Bearer";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers[HeaderNames.Authorization].ToString();
        if (!header.StartsWith(SchemeName + " ", StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        if (keys.Find(header[(SchemeName.Length + 1)..].Trim()) is not { } key)
            return Task.FromResult(AuthenticateResult.Fail("unknown key"));
        Claim[] claims = [new(ClaimTypes.NameIdentifier, key.Id), new(ClaimTypes.Name, key.Name), .. key.Scopes.Select(s => new Claim(ScopePolicy.ClaimType, s.ToString()))];
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName)));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var sent = Request.Headers.ContainsKey(HeaderNames.Authorization);
        Response.Headers.WWWAuthenticate = sent ? "Bearer realm=\"netapi\", error=\"invalid_token\"" : "Bearer realm=\"netapi\"";
        return Context.WriteProblemAsync(ProblemKinds.Unauthenticated.Document(sent
            ? "The key in the Authorization header is not valid. Send 'Authorization: Bearer KEY' with a key that is in force."
            : "Send 'Authorization: Bearer KEY'. The first key stands in admin.key in NetApi's data directory."));
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Scope;
        var held = Context.User.FindAll(ScopePolicy.ClaimType).Select(c => c.Value.ToLowerInvariant());
        return Context.WriteProblemAsync(ProblemKinds.ScopeMissing.Document(needed is { } scope
            ? $"This needs the scope {scope.ToString().ToLowerInvariant()}; key '{Context.User.Identity?.Name}' has {string.Join(", ", held)}."
            : "This endpoint declares no scope, so nobody may call it."));
    }
}
