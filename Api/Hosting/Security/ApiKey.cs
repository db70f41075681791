using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace NetApi.Hosting.Security;

/// <summary>A key as NetApi keeps it: the secret only as a digest.</summary>
/// <param name="Id">Public id, a UUID.</param>
/// <param name="Name">Who uses it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="Digest">SHA-256 of the secret.</param>
public sealed record ApiKey(string Id, string Name, ImmutableArray<Scope> Scopes, DateTimeOffset CreatedAt, ImmutableArray<byte> Digest)
{
    /// <summary>Random bits in a secret.</summary>
    public const int SecretBits = 256;

    private const string Prefix = "netapi_";

    /// <summary>Makes a key and its secret, which nobody can read again.</summary>
    public static (ApiKey Key, string Secret) Create(string name, ImmutableArray<Scope> scopes, DateTimeOffset now)
    {
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBits / 8));
        return (new ApiKey(Guid.CreateVersion7(now).ToString(), name, scopes, now, DigestOf(secret)), secret);
    }

    /// <summary>Whether <paramref name="digest"/> is this key's; takes the same time wherever they differ.</summary>
    public bool Matches(ImmutableArray<byte> digest) => CryptographicOperations.FixedTimeEquals(Digest.AsSpan(), digest.AsSpan());

    /// <summary>SHA-256 of a secret. A plain digest does, as the secret has 256 random bits: there is nothing to guess from a dictionary.</summary>
    public static ImmutableArray<byte> DigestOf(string secret) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(secret))];
}
