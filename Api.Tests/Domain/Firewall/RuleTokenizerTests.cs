using FsCheck.Xunit;
using NetApi.Domain.Firewall;
using Xunit;

namespace NetApi.Tests.Domain.Firewall;

public sealed class RuleTokenizerTests
{
    [Theory]
    [InlineData("-A INPUT -j ACCEPT", "-A|INPUT|-j|ACCEPT")]
    [InlineData("--comment \"a \\\"b\\\" \\\\ c\"", "--comment|a \"b\" \\ c")]
    [InlineData("  --log-prefix \"it\\'s \"  ", "--log-prefix|it's ")]
    [InlineData("a\"b c\"d", "ab cd")]
    [InlineData("\"\"", "")]
    [InlineData("back\\slash", "back\\slash")]
    public void TryTokenize_WellFormed_ResolvesQuotesAndEscapes(string text, string words)
    {
        Assert.True(RuleTokenizer.TryTokenize(text, out var tokens));
        Assert.Equal(words, string.Join('|', tokens.Select(t => t.Value)));
    }

    [Theory]
    [InlineData("--comment \"open")]
    [InlineData("--comment \"escaped end\\\"")]
    [InlineData("\"\\")]
    public void TryTokenize_OpenQuote_SaysSo(string text) => Assert.False(RuleTokenizer.TryTokenize(text, out _));

    [Fact]
    public void TryTokenize_QuotedDash_IsMarkedAsQuoted()
    {
        RuleTokenizer.TryTokenize("--comment \"-j DROP\" -j", out var tokens);

        Assert.Equal([false, true, false], tokens.Select(t => t.IsQuoted));
    }

    [Property]
    public bool TryTokenize_AnyText_KeepsEveryCharacterThatIsNoBlank(string? text)
    {
        var given = text ?? "";
        RuleTokenizer.TryTokenize(given, out var tokens);
        var position = 0;
        foreach (var token in tokens)
        {
            if (token.Start < position || token.End <= token.Start || !IsBlank(given[position..token.Start]))
                return false;
            position = token.End;
        }
        return IsBlank(given[position..]);
    }

    [Property]
    public bool TryTokenize_AnyValueQuotedAsIptablesDoes_ComesBack(string? value)
    {
        var given = value ?? "";
        return RuleTokenizer.TryTokenize($"--comment {Quoted(given)} -j ACCEPT", out var tokens)
            && tokens.Count == 4
            && tokens[1].Value == given;
    }

    private static string Quoted(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "\"";

    private static bool IsBlank(string text) => text.All(c => c is ' ' or '\t' or '\r' or '\n');
}
