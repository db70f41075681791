using System.Globalization;
using System.Text;

namespace NetApi.Domain.Graph.Formats;

/// <summary>Makes names fit to be shown: what is no visible character becomes U+FFFD, so that a name can neither break a line nor turn the text around.</summary>
public static class PlainText
{
    /// <summary>The text, fit to be shown.</summary>
    public static string Of(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~'))
            return text;
        var plain = new StringBuilder(text.Length);
        // Lone surrogates come out as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
            plain.Append(IsShown(rune) ? rune : Rune.ReplacementChar);
        return plain.ToString();
    }

    internal static Box In(Box box) => box with
    {
        Title = Of(box.Title),
        Lines = [.. box.Lines.Select(Of)],
        Rows = [.. box.Rows.Select(r => r with { Name = Of(r.Name), Note = Of(r.Note) })],
        Warning = box.Warning is { } warning ? Of(warning) : null,
    };

    private static bool IsShown(Rune rune) => (rune.Value & 0xFFFE) != 0xFFFE && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
