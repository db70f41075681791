namespace NetApi.Hosting.Problems;

/// <summary>Finds what somebody may have meant who wrote something else.</summary>
internal static class NearMiss
{
    // So much of a longer word is an abbreviation of it: proto, protocol.
    private const int MinBeginning = 3;

    /// <summary>The known word that is nearest: one that begins as the text does, or differs in a letter or two; null where none is near.</summary>
    public static string? Of(string text, IEnumerable<string> known) => known
        .Select(word => (Word: word, Distance: Distance(text, word)))
        .Where(k => k.Distance <= (Math.Min(text.Length, k.Word.Length) > 4 ? 2 : 1) || IsBeginning(text, k.Word))
        .OrderBy(k => k.Distance).ThenBy(k => k.Word, StringComparer.Ordinal)
        .Select(k => k.Word)
        .FirstOrDefault();

    /// <summary><c>; did you mean docker0?</c>, or nothing where no known word is near.</summary>
    public static string Question(string text, IEnumerable<string> known) => Of(text, known) is { } near ? $"; did you mean {near}?" : ".";

    private static bool IsBeginning(string text, string word)
    {
        var (shorter, longer) = text.Length < word.Length ? (text, word) : (word, text);
        return shorter.Length >= MinBeginning && longer.StartsWith(shorter, StringComparison.OrdinalIgnoreCase);
    }

    // Letters to add, to drop, to change or to swap with the next; their case is none.
    private static int Distance(string a, string b)
    {
        // What differs so much in length is not near, and a text may be long.
        if (Math.Abs(a.Length - b.Length) > 2)
            return int.MaxValue;
        var of = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    of[i, j] = i + j;
                    continue;
                }
                var change = of[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                of[i, j] = Math.Min(change, Math.Min(of[i - 1, j], of[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    of[i, j] = Math.Min(of[i, j], of[i - 2, j - 2] + 1);
            }
        }
        return of[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
