using System.Collections.Immutable;

namespace NetApi.Domain.Firewall;

/// <summary>Walks a flow through a base chain and the chains it leads to, as far as what is known of the flow allows.</summary>
internal sealed class ChainWalk
{
    // iptables(8) and iptables-extensions(8): a packet that meets one of these meets no later rule of the table.
    private static readonly HashSet<string> Final = ["ACCEPT", "DROP", "REJECT", "DNAT", "SNAT", "MASQUERADE", "REDIRECT", "NETMAP"];

    // These act on the packet and let it go on. What is in neither list (NFQUEUE, SYNPROXY …) may do either.
    private static readonly HashSet<string> Passing =
    [
        "AUDIT", "CHECKSUM", "CLASSIFY", "CONNMARK", "CONNSECMARK", "CT", "DSCP", "ECN", "HL", "HMARK", "IDLETIMER", "LED", "LOG", "MARK", "NFLOG",
        "NOTRACK", "RATEEST", "SECMARK", "SET", "TCPMSS", "TCPOPTSTRIP", "TEE", "TOS", "TRACE", "TTL", "ULOG",
    ];

    private readonly Table _table;
    private readonly FlowPattern _flow;
    private readonly ImmutableArray<Rule>.Builder _maybe = ImmutableArray.CreateBuilder<Rule>();
    private readonly Dictionary<(string Chain, bool Surely), bool> _walked = [];
    private Rule? _sure;

    private ChainWalk(Table table, FlowPattern flow) => (_table, _flow) = (table, flow);

    /// <summary>What decides about <paramref name="flow"/> in <paramref name="chain"/>, a chain of the table.</summary>
    public static ChainDecision Decide(Table table, string chain, FlowPattern flow)
    {
        var start = table.FindChain(chain) ?? throw new ArgumentException($"Table {table.Name} has no chain {chain}.", nameof(chain));
        var walk = new ChainWalk(table, flow);
        walk.Enter(start, surely: true);
        return new ChainDecision(walk._maybe.ToImmutable(), walk._sure, start.Policy);
    }

    // Whether a packet that enters may come out at the chain's end. A chain is walked once for each certainty, however many
    // jumps lead there; the kernel refuses loops, but a text may hold one.
    private bool Enter(Chain chain, bool surely)
    {
        if (_walked.TryGetValue((chain.Name, surely), out var comesOut))
            return comesOut;
        _walked[(chain.Name, surely)] = true;
        return _walked[(chain.Name, surely)] = Walk(chain, surely);
    }

    // "Surely" is said of every packet that no rule before decided.
    private bool Walk(Chain chain, bool surely)
    {
        var comesOut = false;
        foreach (var rule in chain.Rules)
        {
            var takes = rule.Takes(_flow);
            if (takes == false)
                continue;
            var isLast = takes == true;
            if (rule.Target is { } target && _table.FindChain(target) is { } inner)
            {
                var comesBack = Enter(inner, surely && isLast);
                isLast &= rule.IsGoto || !comesBack;
                // After a goto it does not come back to this chain but to the one that jumped here.
                if (rule.IsGoto && comesBack)
                    (comesOut, surely) = (true, false);
            }
            else if (rule.Target == "RETURN" || rule.Unsupported is not null)
            {
                // A rule that could not be parsed may do this as well as decide.
                if (rule.Unsupported is not null)
                    _maybe.Add(rule);
                (comesOut, surely) = (true, false);
            }
            else
            {
                isLast &= Decides(rule, surely && isLast);
            }
            if (isLast)
                return comesOut;
        }
        return true;
    }

    // Whether no packet that the rule takes meets a later one.
    private bool Decides(Rule rule, bool surely)
    {
        if (rule.Target is not { } target || Passing.Contains(target))
            return false;
        var isFinal = Final.Contains(target);
        if (isFinal && surely)
            _sure = rule;
        else
            _maybe.Add(rule);
        return isFinal;
    }
}
