using System.Text;

namespace NetApi.Domain.Firewall;

/// <summary>A word of a rule.</summary>
/// <param name="Value">The word, quotes and escapes resolved.</param>
/// <param name="Start">Where it begins in the text, a quote included.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="IsQuoted">Whether it begins with a quote: then it is an argument, whatever it looks like.</param>
public readonly record struct RuleToken(string Value, int Start, int End, bool IsQuoted);

/// <summary>Splits a rule into words the way iptables-restore(8) does: at blanks, with double quotes, and inside them a backslash before any character.</summary>
public static class RuleTokenizer
{
    /// <summary>Splits <paramref name="text"/>; false where a quote or an escape is left open, and then <paramref name="tokens"/> ends with what stood there.</summary>
    public static bool TryTokenize(string text, out List<RuleToken> tokens)
    {
        tokens = [];
        var position = 0;
        while (true)
        {
            while (position < text.Length && IsBlank(text[position]))
                position++;
            if (position == text.Length)
                return true;
            var start = position;
            var closed = TryReadWord(text, ref position, out var value);
            tokens.Add(new RuleToken(value, start, position, text[start] == '"'));
            if (!closed)
                return false;
        }
    }

    private static bool TryReadWord(string text, ref int position, out string value)
    {
        var word = new StringBuilder();
        var quoted = false;
        for (; position < text.Length && (quoted || !IsBlank(text[position])); position++)
        {
            if (text[position] == '"')
                quoted = !quoted;
            else if (quoted && text[position] == '\\' && position + 1 < text.Length)
                word.Append(text[++position]);
            else
                word.Append(text[position]);
        }
        value = word.ToString();
        return !quoted;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';
}
