using System.Collections.Immutable;

namespace NetApi.Domain.Firewall;

/// <summary>Which rules decide about a flow that enters a base chain.</summary>
/// <param name="Maybe">Rules that may decide, in the order a packet meets them: whether it gets there, whether they take it or what they do with it is not known.</param>
/// <param name="Sure">The rule that decides about every packet that none of <paramref name="Maybe"/> decided; null where the policy does.</param>
/// <param name="Policy">The chain's policy: ACCEPT or DROP; null where it was not read.</param>
public sealed record ChainDecision(ImmutableArray<Rule> Maybe, Rule? Sure, string? Policy)
{
    /// <summary>All of the rules, in order.</summary>
    public ImmutableArray<Rule> Rules => Sure is null ? Maybe : Maybe.Add(Sure);
}
