using System.Text;

namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>Gives one string for the same bytes: a thousand namespaces name their links <c>lo</c> and <c>eth0</c>.</summary>
/// <remarks>Fixed in size and forgetful: a new text takes the place of another that fell on the same slot. Safe for several threads.</remarks>
internal static class StringCache
{
    private const int Slots = 1024;

    // Names of links, kinds and labels are short; longer texts are hardly ever repeated.
    private const int MaxBytes = 32;

    private static readonly string?[] Cached = new string?[Slots];

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
            return Encoding.UTF8.GetString(utf8);
        ref var slot = ref Cached[Hash(utf8) % Slots];
        if (slot is { } cached && Ascii.Equals(utf8, cached))
            return cached;
        return slot = Encoding.UTF8.GetString(utf8);
    }

    // FNV-1a.
    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var octet in bytes)
            hash = (hash ^ octet) * 16777619;
        return hash;
    }
}
