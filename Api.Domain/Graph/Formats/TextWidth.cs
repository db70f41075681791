using System.Globalization;
using System.Text;

namespace NetApi.Domain.Graph.Formats;

/// <summary>How wide text will be, estimated: no font is at hand, and the reader's is unknown. Rather too wide than too narrow.</summary>
internal static class TextWidth
{
    private const char Ellipsis = '…';

    /// <summary>Width in pixels.</summary>
    public static double Of(string text, double fontSize, bool isMono) => text.EnumerateRunes().Sum(r => Em(r, isMono)) * fontSize;

    /// <summary>The text, cut so that it is no wider.</summary>
    public static string Fit(string text, double width, double fontSize, bool isMono)
    {
        if (Of(text, fontSize, isMono) <= width)
            return text;
        var room = width - Of(Ellipsis.ToString(), fontSize, isMono);
        var cut = new StringBuilder();
        // Whole text elements: a base letter stays with its marks.
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
        {
            room -= Of(elements.GetTextElement(), fontSize, isMono);
            if (room < 0)
                break;
            cut.Append(elements.GetTextElement());
        }
        return cut.Append(Ellipsis).ToString();
    }

    // Averages of wide sans-serif fonts such as DejaVu and Verdana.
    private static double Em(Rune rune, bool isMono) => rune.Value switch
    {
        > 0x2E80 => 1.05,
        _ when isMono => 0.61,
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '|' or '\'' or ' ' or '!' => 0.36,
        'f' or 't' or 'r' or '/' or '-' or '(' or ')' => 0.45,
        'm' or 'w' or 'M' or 'W' or '@' or '%' => 0.98,
        >= 'A' and <= 'Z' => 0.74,
        _ => 0.64,
    };
}
