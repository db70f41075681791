using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>What a name, an id or the beginning of an id stands for.</summary>
/// <typeparam name="T">What was looked for.</typeparam>
public abstract record Lookup<T>
{
    private Lookup()
    {
    }

    /// <summary>Exactly one.</summary>
    /// <param name="Value">It.</param>
    public sealed record Found(T Value) : Lookup<T>;

    /// <summary>None.</summary>
    public sealed record NotFound : Lookup<T>;

    /// <summary>Several, so that the caller must say more.</summary>
    /// <param name="Candidates">All of them.</param>
    public sealed record Ambiguous(ImmutableArray<T> Candidates) : Lookup<T>;

    // As Docker does it: an exact id wins over an exact name, and that over the beginning of an id.
    internal static Lookup<T> Resolve(ImmutableArray<T> all, string text, Func<T, string> id, Func<T, string> name)
    {
        if (text.Length == 0)
            return new NotFound();
        ImmutableArray<T>[] ranks =
        [
            [.. all.Where(item => id(item) == text)],
            [.. all.Where(item => name(item) == text)],
            [.. all.Where(item => id(item).StartsWith(text, StringComparison.Ordinal))],
        ];
        return ranks.FirstOrDefault(rank => rank.Length > 0) switch
        {
            { IsDefaultOrEmpty: true } => new NotFound(),
            [var only] => new Found(only),
            var several => new Ambiguous(several),
        };
    }
}
