namespace NetApi.Domain.Firewall;

/// <summary>What chain FORWARD says to the first packet of a flow, as far as what is known of the flow tells.</summary>
/// <param name="Passes">Whether the packet passes; null for "not known".</param>
/// <param name="Rule">The rule that decides, or whose taking the packet is not known; null where the policy decides.</param>
/// <param name="MoreInDoubt">How many later rules may change the outcome too.</param>
/// <param name="Otherwise">Where <paramref name="Passes"/> is null, the rule that decides about what those in doubt leave; null where the policy does.</param>
/// <param name="Policy">The chain's policy: ACCEPT or DROP; null where it was not read.</param>
public sealed record ForwardVerdict(bool? Passes, Rule? Rule, int MoreInDoubt, Rule? Otherwise, string? Policy)
{
    internal static ForwardVerdict Of(ChainDecision decision)
    {
        var end = Lets(decision.Sure is { } sure ? sure.Target : decision.Policy);
        var doubts = decision.Maybe.Where(r => Lets(r.Target) is not { } lets || lets != end).Distinct().ToList();
        return doubts is [var first, .. var more]
            ? new ForwardVerdict(null, first, more.Count, decision.Sure, decision.Policy)
            : new ForwardVerdict(end, decision.Sure, 0, null, decision.Policy);
    }

    private static bool? Lets(string? verdict) => verdict switch
    {
        "ACCEPT" => true,
        "DROP" or "REJECT" => false,
        _ => null,
    };
}

/// <summary>The question to chain FORWARD that the way to a container and back asks.</summary>
public static class ForwardRules
{
    /// <summary>The verdict on the first packet of <paramref name="flow"/>: of several backends the one that is least in its favour; null where no chain FORWARD was read.</summary>
    public static ForwardVerdict? Forward(this FirewallObservation firewall, IpFamily family, FlowPattern flow) =>
        firewall.Decide(family, "filter", "FORWARD", flow)
            .Select(ForwardVerdict.Of)
            .MinBy(v => (v.Passes switch { false => 0, null => 1, true => 2 }, v.Rule is null));
}
