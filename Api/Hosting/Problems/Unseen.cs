using NetApi.Domain.Topology;

namespace NetApi.Hosting.Problems;

/// <summary>Says in words what could not be seen, where something is said not to be there.</summary>
internal static class Unseen
{
    private const int MaxTold = 4;

    /// <summary>A sentence, with a space before it; nothing where everything was seen.</summary>
    public static string Of(HostState? state) => state is null or { IsComplete: true } ? ""
        : $" Not everything was seen: {string.Join("; ", state.Gaps.Take(MaxTold).Select(g => $"{g.Scope}: {g.Detail.TrimEnd('.')}"))}{(state.Gaps.Length > MaxTold ? " …" : ".")}";
}
