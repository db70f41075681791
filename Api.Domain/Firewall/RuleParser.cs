using System.Collections.Immutable;

namespace NetApi.Domain.Firewall;

/// <summary>Parses one rule of iptables-save. Lossless: what is not understood stays in <see cref="Rule.Text"/> and is marked.</summary>
public static class RuleParser
{
    // These take exactly one argument, and iptables-save writes one like -x without quotes.
    private static readonly HashSet<string> OneArgument =
        ["-s", "-d", "-p", "-i", "-o", "-m", "-j", "-g", "--comment", "--log-prefix", "--nflog-prefix"];

    // iptables itself knows these; every other option belongs to the -m or -j before it.
    private static readonly HashSet<string> OwnOptions = ["-s", "-d", "-p", "-i", "-o", "-f", "-4", "-6"];

    /// <summary>The chain a line appends to; null where the line is no rule.</summary>
    public static string? ChainOf(string line)
    {
        _ = RuleTokenizer.TryTokenize(WithoutCounters(line), out var tokens);
        return tokens is [{ Value: "-A", IsQuoted: false }, var chain, ..] ? chain.Value : null;
    }

    /// <summary>Parses a line that <see cref="ChainOf"/> named a chain for.</summary>
    /// <param name="table">Table it stands in.</param>
    /// <param name="chain">Chain it stands in.</param>
    /// <param name="number">Its place in the chain, from 1.</param>
    /// <param name="line">The line; counters, before it or as <c>-c</c>, are left out.</param>
    public static Rule Parse(string table, string chain, int number, string line)
    {
        var text = WithoutCounters(line);
        var rule = new Rule { Table = table, Chain = chain, Number = number, Text = text };
        if (!RuleTokenizer.TryTokenize(text, out var tokens))
            return rule with { Unsupported = "A quote is not closed." };
        return TryReadOptions(text, tokens, out var options, out var fault)
            ? Grouped(rule with { Options = options })
            : rule with { Unsupported = fault };
    }

    private static bool TryReadOptions(string text, List<RuleToken> tokens, out ImmutableArray<RuleOption> options, out string? fault)
    {
        var read = ImmutableArray.CreateBuilder<RuleOption>();
        options = [];
        for (var i = 2; i < tokens.Count;)
        {
            var first = tokens[i];
            var negated = IsNegation(first);
            if (negated)
                i++;
            if (i == tokens.Count || !IsOption(tokens[i]))
            {
                fault = $"'{first.Value}' stands where an option must.";
                return false;
            }
            var name = tokens[i++].Value;
            var arguments = i;
            while (i < tokens.Count && (OneArgument.Contains(name) ? i == arguments : !IsOption(tokens[i]) && !IsNegation(tokens[i])))
                i++;
            read.Add(new RuleOption(name, negated, [.. tokens[arguments..i].Select(t => t.Value)], text[first.Start..tokens[i - 1].End]));
        }
        options = read.ToImmutable();
        fault = null;
        return true;
    }

    private static Rule Grouped(Rule rule)
    {
        var matches = new List<(string Name, List<RuleOption> Options)>();
        var target = new List<RuleOption>();
        RuleOption? verdict = null;
        foreach (var option in rule.Options)
        {
            if (option.Name is "-m")
                matches.Add((option.Value, []));
            else if (option.Name is "-j" or "-g")
                verdict = option;
            else if (OwnOptions.Contains(option.Name))
                continue;
            else if (verdict is not null)
                target.Add(option);
            else if (matches.Count > 0)
                matches[^1].Options.Add(option);
            else
                return rule with { Unsupported = $"'{option.Name}' belongs to no match and no target." };
        }
        return rule with
        {
            Matches = [.. matches.Select(m => new RuleMatch(m.Name, [.. m.Options]))],
            TargetOptions = [.. target],
            Target = verdict?.Value,
            IsGoto = verdict?.Name == "-g",
        };
    }

    private static bool IsNegation(RuleToken token) => token is { Value: "!", IsQuoted: false };

    // A dash before a digit is a negative number.
    private static bool IsOption(RuleToken token) =>
        !token.IsQuoted
        && token.Value is ['-', var second, ..]
        && (char.IsAsciiLetter(second) || token.Value is ['-', '-', _, ..] or "-4" or "-6");

    /// <summary>Without <c>[packets:bytes]</c> before it (iptables-save -c) and <c>-c packets bytes</c> in it (iptables -S -v).</summary>
    private static string WithoutCounters(string line)
    {
        var text = line.Trim();
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
            text = text[(end + 1)..].TrimStart();
        if (!text.Contains(" -c ", StringComparison.Ordinal) || !RuleTokenizer.TryTokenize(text, out var tokens))
            return text;
        var counters = tokens.FindIndex(t => t is { Value: "-c", IsQuoted: false });
        return counters > 0 && counters + 2 < tokens.Count && tokens.GetRange(counters + 1, 2).TrueForAll(t => ulong.TryParse(t.Value, out _))
            ? (text[..tokens[counters].Start] + text[tokens[counters + 2].End..].TrimStart()).TrimEnd()
            : text;
    }
}
