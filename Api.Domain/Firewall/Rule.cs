using System.Collections.Immutable;

namespace NetApi.Domain.Firewall;

/// <summary>A rule, with its text and what the text says.</summary>
public sealed record Rule
{
    /// <summary>Table it is in.</summary>
    public required string Table { get; init; }

    /// <summary>Chain it is in.</summary>
    public required string Chain { get; init; }

    /// <summary>Place in the chain, from 1, as <c>iptables -L --line-numbers</c> counts.</summary>
    public required int Number { get; init; }

    /// <summary>The rule exactly as iptables-save wrote it, from <c>-A</c> on, counters left out.</summary>
    public required string Text { get; init; }

    /// <summary>Everything after <c>-A CHAIN</c>, in order, <c>-m</c> and <c>-j</c> among it.</summary>
    public ImmutableArray<RuleOption> Options { get; init; } = [];

    /// <summary>The options of each <c>-m</c>, in order; the same match may stand there more than once.</summary>
    public ImmutableArray<RuleMatch> Matches { get; init; } = [];

    /// <summary>Options of the target, such as <c>--to-destination</c>.</summary>
    public ImmutableArray<RuleOption> TargetOptions { get; init; } = [];

    /// <summary>Where <c>-j</c> or <c>-g</c> leads: a chain or a target such as ACCEPT or DNAT; null for a rule that only counts.</summary>
    public string? Target { get; init; }

    /// <summary>Whether it is a <c>-g</c>: the packet does not come back to this chain.</summary>
    public bool IsGoto { get; init; }

    /// <summary>Why the text could not be parsed; null where it could. Such a rule says nothing but its text.</summary>
    public string? Unsupported { get; init; }
}

/// <summary>An option of a rule.</summary>
/// <param name="Name">With its dashes: <c>-s</c>, <c>--dport</c>.</param>
/// <param name="Negated">Whether a <c>!</c> stands before it.</param>
/// <param name="Values">Its arguments, quotes and escapes resolved.</param>
/// <param name="Text">The option as it was written, the <c>!</c> included.</param>
public sealed record RuleOption(string Name, bool Negated, ImmutableArray<string> Values, string Text)
{
    /// <summary>The first argument; empty where it has none.</summary>
    public string Value => Values.IsEmpty ? "" : Values[0];
}

/// <summary>A <c>-m</c> with the options that belong to it.</summary>
/// <param name="Name">Name of the match: tcp, conntrack, comment …</param>
/// <param name="Options">Its options.</param>
public sealed record RuleMatch(string Name, ImmutableArray<RuleOption> Options);
