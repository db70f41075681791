using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NetApi.Hosting.Problems;

namespace NetApi.Hosting.Paging;

/// <summary>Where the next page of a list begins. Opaque to callers, and of use for that list alone: its keys mean nothing in another.</summary>
internal static class Cursor
{
    private const int MaxLength = 1024;
    private const int TagBytes = 8;

    /// <summary>The cursor behind the item with that key.</summary>
    public static string Write(string list, string key) => Base64Url.EncodeToString([.. TagOf(list), .. Encoding.UTF8.GetBytes(key)]);

    /// <summary>The key; null for what is no cursor of the list.</summary>
    public static string? Read(string list, string cursor)
    {
        if (cursor.Length is 0 or > MaxLength || !Base64Url.IsValid(cursor))
            return null;
        var bytes = Base64Url.DecodeFromChars(cursor).AsSpan();
        return bytes.StartsWith(TagOf(list)) ? Encoding.UTF8.GetString(bytes[TagBytes..]) : null;
    }

    /// <summary>Adds the fault of a cursor that is none of the list. Whoever knows how a tag is made can make one up, so a key that is none is no less a fault.</summary>
    public static void Refuse(FaultList faults) =>
        faults.Add("?cursor", "unknown-cursor", "cursor is none that NetApi gave out for this collection with these filters; take nextCursor of the page before, as it stands, and leave the filters as they were.");

    /// <summary>The list that is asked for: a collection with its filters, in whatever order they stand.</summary>
    public static string ListOf(HttpRequest request)
    {
        var filters = request.Query
            .Select(q => (Name: q.Key.ToLowerInvariant(), q.Value))
            .Where(q => q.Name is not ("limit" or "cursor"))
            .OrderBy(q => q.Name, StringComparer.Ordinal)
            .SelectMany(q => q.Value, (q, value) => $"{q.Name}={Uri.EscapeDataString(value ?? "")}");
        return $"{request.Path.Value?.TrimEnd('/').ToLowerInvariant()}?{string.Join('&', filters)}";
    }

    private static ReadOnlySpan<byte> TagOf(string list) => SHA256.HashData(Encoding.UTF8.GetBytes(list)).AsSpan(0, TagBytes);
}
