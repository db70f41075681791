using System.Collections.Immutable;

namespace NetApi.Domain.Firewall;

/// <summary>Address family of a rule set: the one <c>iptables</c> or <c>ip6tables</c> speaks of.</summary>
public enum IpFamily
{
    /// <summary>IPv4.</summary>
    V4,

    /// <summary>IPv6.</summary>
    V6,
}

/// <summary>The kernel machinery that holds the rules. Both may hold rules at once, and then both act on a packet.</summary>
public enum FirewallBackend
{
    /// <summary>nf_tables, written through <c>iptables-nft</c>.</summary>
    Nft,

    /// <summary>x_tables, written through <c>iptables-legacy</c>.</summary>
    Legacy,
}

/// <summary>The rules of one family in one backend.</summary>
/// <param name="Family">Address family.</param>
/// <param name="Backend">Backend.</param>
/// <param name="Tables">Tables in the order iptables-save wrote them; a table that holds nothing may be absent.</param>
/// <param name="IsWhole">Whether the reading came to its end; where it did not, an absent table proves nothing.</param>
public sealed record RuleSet(IpFamily Family, FirewallBackend Backend, ImmutableArray<Table> Tables, bool IsWhole)
{
    /// <summary>The table of that name; null where it is absent.</summary>
    public Table? FindTable(string name) => Tables.FirstOrDefault(t => t.Name == name);

    /// <summary>Whether every rule of that table is known, so that a rule that is not there does not exist.</summary>
    public bool Covers(string table) => FindTable(table)?.IsComplete ?? IsWhole;
}

/// <summary>A table: raw, mangle, nat, filter or security.</summary>
/// <param name="Name">Name.</param>
/// <param name="Chains">Chains in the order iptables-save wrote them.</param>
/// <param name="IsComplete">False where it holds what iptables-save cannot show or what could not be parsed.</param>
public sealed record Table(string Name, ImmutableArray<Chain> Chains, bool IsComplete = true)
{
    /// <summary>The chain of that name; null where it is absent.</summary>
    public Chain? FindChain(string name) => Chains.FirstOrDefault(c => c.Name == name);
}

/// <summary>A chain.</summary>
/// <param name="Name">Name.</param>
/// <param name="Policy">What becomes of a packet that no rule decided (ACCEPT, DROP); null for a chain that only jumps lead to.</param>
/// <param name="Rules">Rules, in order.</param>
public sealed record Chain(string Name, string? Policy, ImmutableArray<Rule> Rules);
