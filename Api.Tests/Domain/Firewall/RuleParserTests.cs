using FsCheck.Xunit;
using NetApi.Domain.Firewall;
using Xunit;

namespace NetApi.Tests.Domain.Firewall;

public sealed class RuleParserTests
{
    [Fact]
    public void Parse_DnatOfDocker_GroupsMatchesAndTarget()
    {
        var rule = Parse("-A DOCKER -d 192.0.2.10/32 ! -i docker0 -p tcp -m tcp --dport 7000 -j DNAT --to-destination 172.17.0.3:80");

        Assert.Equal(["-d", "-i", "-p", "-m", "--dport", "-j", "--to-destination"], rule.Options.Select(o => o.Name));
        Assert.True(rule.Options[1].Negated);
        Assert.Equal("! -i docker0", rule.Options[1].Text);
        var match = Assert.Single(rule.Matches);
        Assert.Equal(("tcp", "--dport", "7000"), (match.Name, match.Options[0].Name, match.Options[0].Value));
        Assert.Equal("DNAT", rule.Target);
        Assert.False(rule.IsGoto);
        Assert.Equal("172.17.0.3:80", Assert.Single(rule.TargetOptions).Value);
    }

    [Fact]
    public void Parse_SameMatchTwice_KeepsTwoGroups()
    {
        var rule = Parse("-A INPUT -m set --match-set a src -m set ! --match-set b dst -j DROP");

        Assert.Equal(["a", "b"], rule.Matches.Select(m => m.Options[0].Values[0]));
        Assert.Equal([false, true], rule.Matches.Select(m => m.Options[0].Negated));
    }

    [Fact]
    public void Parse_Goto_IsNoCall()
    {
        var rule = Parse("-A INPUT -g USER");

        Assert.Equal("USER", rule.Target);
        Assert.True(rule.IsGoto);
    }

    [Fact]
    public void Parse_NoTarget_OnlyCounts() => Assert.Null(Parse("-A INPUT -p tcp").Target);

    [Theory]
    [InlineData("-A INPUT -m comment --comment -x -j ACCEPT", "-x")]
    [InlineData("-A INPUT -m comment --comment \"-j DROP\" -j ACCEPT", "-j DROP")]
    [InlineData("-A INPUT -m comment --comment \"!\" -j ACCEPT", "!")]
    public void Parse_CommentThatLooksLikeAnOption_IsItsArgument(string text, string comment)
    {
        var rule = Parse(text);

        Assert.Equal("ACCEPT", rule.Target);
        Assert.Equal(comment, rule.Matches[0].Options[0].Value);
    }

    [Theory]
    [InlineData("[1:60] -A INPUT -p tcp -j DROP")]
    [InlineData("-A INPUT -p tcp -c 1 60 -j DROP")]
    [InlineData("-A INPUT -p tcp -j DROP -c 1 60")]
    public void Parse_Counters_AreLeftOut(string line)
    {
        Assert.Equal("INPUT", RuleParser.ChainOf(line));
        Assert.Equal("-A INPUT -p tcp -j DROP", Parse(line).Text);
    }

    [Fact]
    public void Parse_CounterInAComment_Stays() =>
        Assert.Equal("-A INPUT -m comment --comment \"x -c 1 2\"", Parse("-A INPUT -m comment --comment \"x -c 1 2\"").Text);

    [Theory]
    [InlineData("-A INPUT -m comment --comment \"open")]
    [InlineData("-A INPUT stray -j ACCEPT")]
    [InlineData("-A INPUT -s ! 10.0.0.1 -j ACCEPT")]
    [InlineData("-A INPUT --dport 80 -j ACCEPT")]
    [InlineData("-A INPUT !")]
    public void Parse_NotUnderstood_KeepsTheTextAndSaysWhy(string text)
    {
        var rule = Parse(text);

        Assert.Equal(text, rule.Text);
        Assert.NotNull(rule.Unsupported);
        Assert.Null(rule.Target);
    }

    [Theory]
    [InlineData("COMMIT")]
    [InlineData("")]
    [InlineData("-I INPUT -j ACCEPT")]
    public void ChainOf_NoRule_IsNull(string line) => Assert.Null(RuleParser.ChainOf(line));

    [Property]
    public bool Parse_AnyText_NeverThrowsAndLosesNothing(string? rest)
    {
        var rule = Parse($"-A INPUT {rest}");
        return rule.Unsupported is not null || rule.Rebuilt() == rule.Words();
    }

    private static Rule Parse(string line) => RuleParser.Parse("filter", "INPUT", 1, line);
}

internal static class RuleRebuilding
{
    /// <summary>The rule put together again from its options, as words.</summary>
    public static string Rebuilt(this Rule rule) => string.Join('\n',
    [
        "-A", rule.Chain, .. rule.Options.SelectMany(o => o.Negated ? ["!", o.Name, .. o.Values] : new[] { o.Name }.Concat(o.Values)),
    ]);

    /// <summary>The words of the rule's text.</summary>
    public static string Words(this Rule rule)
    {
        RuleTokenizer.TryTokenize(rule.Text, out var tokens);
        return string.Join('\n', tokens.Select(t => t.Value));
    }
}
