using System.Runtime.ExceptionServices;

namespace NetApi.Domain;

/// <summary>Work in parts that do not depend on each other.</summary>
public static class Parts
{
    /// <summary>Does each part, and gives what came of them, in order. What a part throws is thrown as it is; other parts may not have been done then.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="onAllCores">Whether several threads take part; else it is done by the caller's alone, one after the other.</param>
    /// <param name="work">What is done with a part.</param>
    public static TResult[] Do<TPart, TResult>(IReadOnlyList<TPart> parts, bool onAllCores, Func<TPart, TResult> work)
    {
        var results = new TResult[parts.Count];
        if (!onAllCores)
        {
            for (var i = 0; i < results.Length; i++)
                results[i] = work(parts[i]);
            return results;
        }
        try
        {
            Parallel.For(0, results.Length, i => results[i] = work(parts[i]));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        return results;
    }
}
