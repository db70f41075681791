using System.Globalization;

namespace NetApi.Events;

/// <summary>Id of a server-sent event: the number of its revision, and the beginning of its content hash, as in <c>42-9f86d081</c>.</summary>
/// <remarks>Numbers go on over the runs of NetApi, as far as its database does; the hash tells whether number 42 is the one that the reader saw.</remarks>
/// <param name="Number">Number of the revision.</param>
/// <param name="Hash">First digits of its content hash.</param>
internal readonly record struct EventId(long Number, string Hash)
{
    // 32 bits: enough to tell the states of one host apart that a reader may come back with.
    private const int HashDigits = 8;

    public static EventId Of(long number, string contentHash) => new(number, contentHash[..HashDigits]);

    public static bool TryParse(string text, out EventId id)
    {
        id = default;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || text.Length - dash - 1 != HashDigits || !long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        id = new EventId(number, text[(dash + 1)..]);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}-{Hash}");
}
