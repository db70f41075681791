using System.Collections.Immutable;

namespace NetApi.Domain.Diff;

/// <summary>Work in parts that do not depend on each other.</summary>
internal static class Parts
{
    /// <summary>Does each part, and gives what came of them, in order.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="isMuch">Whether they take long enough to be handed to all cores; a few things are done sooner one after the other.</param>
    /// <param name="work">What is done with a part; where it is much, by several threads at a time.</param>
    public static TResult[] Do<TPart, TResult>(ImmutableArray<TPart> parts, bool isMuch, Func<TPart, TResult> work)
    {
        var results = new TResult[parts.Length];
        if (isMuch)
        {
            Parallel.For(0, parts.Length, i => results[i] = work(parts[i]));
            return results;
        }
        for (var i = 0; i < parts.Length; i++)
            results[i] = work(parts[i]);
        return results;
    }
}
