using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>Keeps the objects of an earlier reading where a later one found the same.</summary>
public static class Reuse
{
    // Remaining lifetimes are told in whole seconds, so that the instant of the end jitters by as much.
    private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(2);

    /// <summary>The later list, made of the earlier one's objects as far as they are equal; the earlier list itself where all of them are.</summary>
    public static ImmutableArray<T> Equal<T>(ImmutableArray<T> before, ImmutableArray<T> after)
        where T : class
    {
        var old = before.AsSpan();
        var young = after.AsSpan();
        var ahead = old.CommonPrefixLength(young);
        if (ahead == old.Length && ahead == young.Length)
            return before;
        var behind = 0;
        while (behind < Math.Min(old.Length, young.Length) - ahead && old[^(behind + 1)].Equals(young[^(behind + 1)]))
            behind++;
        // Of long lists little differs, and to hash an item costs more than to compare two.
        var known = new Dictionary<T, T>();
        foreach (var item in old[ahead..^behind])
            known.TryAdd(item, item);
        var reused = ImmutableArray.CreateBuilder<T>(after.Length);
        reused.AddRange(old[..ahead]);
        foreach (var item in young[ahead..^behind])
            reused.Add(known.GetValueOrDefault(item, item));
        reused.AddRange(old[^behind..]);
        return reused.MoveToImmutable();
    }

    /// <summary>As <see cref="Equal"/>, with timers that only jitter taken for the same.</summary>
    public static ImmutableArray<LinkAddress> Addresses(ImmutableArray<LinkAddress> before, ImmutableArray<LinkAddress> after) =>
        Equal(before, [.. after.Select(a => before.FirstOrDefault(b => IsSame(b, a)) ?? a)]);

    private static bool IsSame(LinkAddress before, LinkAddress after) =>
        before.Address == after.Address
        && IsNear(before.ValidUntil, after.ValidUntil)
        && IsNear(before.PreferredUntil, after.PreferredUntil)
        && before == after with { ValidUntil = before.ValidUntil, PreferredUntil = before.PreferredUntil };

    private static bool IsNear(DateTimeOffset? before, DateTimeOffset? after) =>
        before is { } was && after is { } now ? (was - now).Duration() <= Jitter : before is null && after is null;
}
