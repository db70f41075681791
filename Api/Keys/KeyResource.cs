using NetApi.Hosting.Security;

namespace NetApi.Keys;

/// <summary>A key, without its secret: NetApi keeps only a digest.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Who uses it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
public sealed record KeyResource(string Id, string Name, IReadOnlyList<Scope> Scopes, DateTimeOffset CreatedAt)
{
    /// <summary>The key as the API shows it.</summary>
    public static KeyResource Of(ApiKey key) => new(key.Id, key.Name, key.Scopes, key.CreatedAt);
}

/// <summary>A key that was just made.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Who uses it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="Secret">What to send as <c>Authorization: Bearer</c>. Shown this once.</param>
public sealed record CreatedKeyResource(string Id, string Name, IReadOnlyList<Scope> Scopes, DateTimeOffset CreatedAt, string Secret);

/// <summary>A key to make.</summary>
public sealed record CreateKeyRequest
{
    /// <summary>Who uses it: 1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>What it may do: <c>read</c>, <c>probe</c>, <c>write</c>, <c>admin</c>; at least one.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }
}
