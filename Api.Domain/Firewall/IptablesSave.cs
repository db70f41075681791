using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Firewall;

/// <summary>Parses what iptables-save(8) and ip6tables-save(8) write.</summary>
public static class IptablesSave
{
    /// <summary>Parses the whole output.</summary>
    /// <param name="text">What the tool wrote.</param>
    /// <param name="family">Family the tool speaks of.</param>
    /// <param name="backend">Backend the tool reads.</param>
    /// <param name="gaps">What the tool did not show, and what could not be parsed.</param>
    public static RuleSet Parse(string text, IpFamily family, FirewallBackend backend, out ImmutableArray<Gap> gaps)
    {
        var reader = new Reader($"{(family == IpFamily.V4 ? "IPv4" : "IPv6")} ({(backend == FirewallBackend.Nft ? "nft" : "legacy")})");
        foreach (var line in text.Split('\n'))
            reader.Read(line.TrimEnd('\r'));
        var tables = reader.Finish();
        gaps = [.. reader.Gaps];
        return new RuleSet(family, backend, tables, IsWhole: !reader.IsCut);
    }

    private sealed class Reader(string what)
    {
        private readonly List<Table> _tables = [];
        private readonly List<(string Name, string? Policy, List<Rule> Rules)> _chains = [];
        private string? _table;
        private bool _complete = true;

        public List<Gap> Gaps { get; } = [];

        public bool IsCut { get; private set; }

        public void Read(string line)
        {
            if (line.StartsWith('#'))
                ReadComment(line);
            else if (line.StartsWith('*'))
                Open(line[1..].Trim());
            else if (line == "COMMIT" && _table is not null)
                Close();
            else if (line.StartsWith(':') && _table is not null)
                ReadChain(line);
            else if (_table is not null && RuleParser.ChainOf(line) is { } chain)
                ReadRule(chain, line);
            else if (!string.IsNullOrWhiteSpace(line))
                Unparsed(line);
        }

        public ImmutableArray<Table> Finish()
        {
            Cut();
            return [.. _tables];
        }

        // iptables-nft-save answers with success and this comment where a table holds an expression it cannot say.
        private void ReadComment(string line)
        {
            if (!line.Contains("incompatible", StringComparison.Ordinal))
                return;
            Gaps.Add(new Gap("firewall", "table-incompatible",
                $"{what}: {line.TrimStart('#', ' ')} Its rules act, but iptables-save cannot show them: native nftables rules were added to it."));
            if (line.Split('`', '\'') is [_, var name, ..] && _tables.TrueForAll(t => t.Name != name) && _table != name)
                _tables.Add(new Table(name, [], IsComplete: false));
            _complete &= _table is null;
        }

        private void Open(string name)
        {
            Cut();
            _table = name;
            _complete = true;
        }

        // iptables-nft-save ends in the middle of a table where it fails on one of the rules.
        private void Cut()
        {
            if (_table is not { } table)
                return;
            Gaps.Add(new Gap("firewall", "table-truncated", $"{what}: the listing of table {table} ends before its COMMIT; later rules and tables are unknown."));
            IsCut = true;
            _complete = false;
            Close();
        }

        private void Close()
        {
            // A comment may have called the table incompatible before it was listed.
            var isComplete = _tables.RemoveAll(t => t.Name == _table) == 0 && _complete;
            _tables.Add(new Table(_table!, [.. _chains.Select(c => new Chain(c.Name, c.Policy, [.. c.Rules]))], isComplete));
            _chains.Clear();
            _table = null;
        }

        private void ReadChain(string line)
        {
            if (line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var name, var policy, ..])
                _chains.Add((name, policy == "-" ? null : policy, []));
            else
                Unparsed(line);
        }

        private void ReadRule(string chain, string line)
        {
            var index = _chains.FindIndex(c => c.Name == chain);
            if (index < 0)
            {
                index = _chains.Count;
                _chains.Add((chain, null, []));
            }
            var rules = _chains[index].Rules;
            var rule = RuleParser.Parse(_table!, chain, rules.Count + 1, line);
            rules.Add(rule);
            if (rule.Unsupported is { } fault)
                Gaps.Add(new Gap("firewall", "rule-unparsed", $"{what}: rule {rule.Number} of chain {chain} in table {_table}: {fault} {rule.Text}"));
        }

        private void Unparsed(string line)
        {
            _complete = false;
            Gaps.Add(new Gap("firewall", "rule-unparsed", $"{what}: this line is no part of iptables-save's format: {line}"));
        }
    }
}
