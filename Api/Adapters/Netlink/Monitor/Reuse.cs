using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>Keeps the objects of an earlier reading where a later one found the same.</summary>
internal static class Reuse
{
    // Remaining lifetimes are told in whole seconds, so that the instant of the end jitters by as much.
    private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(2);

    /// <summary>The later list, made of the earlier one's objects as far as they are equal; the earlier list itself where all of them are.</summary>
    public static ImmutableArray<T> Equal<T>(ImmutableArray<T> before, ImmutableArray<T> after)
        where T : class
    {
        if (before.AsSpan().SequenceEqual(after.AsSpan()))
            return before;
        var known = new Dictionary<T, T>(before.Length);
        foreach (var item in before)
            known.TryAdd(item, item);
        var reused = ImmutableArray.CreateBuilder<T>(after.Length);
        foreach (var item in after)
            reused.Add(known.GetValueOrDefault(item, item));
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
