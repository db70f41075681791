using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using NetApi.Domain.Topology;

namespace NetApi.Hosting.Answers;

/// <summary>Makes and compares entity tags (RFC 9110, 8.8.3 and 13.1.2).</summary>
internal static class EntityTags
{
    // The same state looks otherwise to another build of NetApi.
    private static readonly Guid Build = typeof(EntityTags).Module.ModuleVersionId;

    /// <summary>Tag of a representation by its state's content hash. Weak: two such bodies say the same and may differ in the instant of the observation.</summary>
    public static string OfContent(HostState state, RepresentationKey key)
    {
        // Every body has the gaps, and their words are no part of the content hash.
        var gaps = string.Join('\n', state.Gaps.Select(g => g.Detail));
        var selector = SHA256.HashData(Encoding.UTF8.GetBytes($"{Build}\n{key.Path}\n{key.Query}\n{key.ContentType}\n{gaps}"));
        return $"W/\"{state.ContentHash}-{Convert.ToHexStringLower(selector.AsSpan(0, 8))}\"";
    }

    /// <summary>Tag of a representation by its bytes.</summary>
    public static string OfBytes(ReadOnlySpan<byte> body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"";

    /// <summary>Whether <c>If-None-Match</c> names the tag, or any with <c>*</c>. Weak comparison; a header that cannot be read names none.</summary>
    public static bool IsNamed(HttpRequest request, string tag)
    {
        var header = request.Headers.IfNoneMatch;
        if (header.Count == 0)
            return false;
        // What a browser or a dashboard sends back, without parsing.
        if (header.Count == 1 && header[0] == tag)
            return true;
        if (!EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var named))
            return false;
        var own = EntityTagHeaderValue.Parse(tag);
        return named.Any(n => n.Equals(EntityTagHeaderValue.Any) || n.Compare(own, useStrongComparison: false));
    }
}
