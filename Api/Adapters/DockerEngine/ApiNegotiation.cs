namespace NetApi.Adapters.DockerEngine;

/// <summary>Which API version NetApi and an engine speak with each other.</summary>
internal static class ApiNegotiation
{
    private const string Operation = "agree on an API version";

    /// <summary>The lower of the engine's newest version and ours.</summary>
    /// <exception cref="EngineUnavailableException">There is no version that both speak.</exception>
    public static Version Choose(string? engineNewest, string? engineOldest, Version oldest, Version newest, Uri endpoint)
    {
        if (!Version.TryParse(engineNewest, out var theirs))
            throw new EngineUnavailableException(EngineUnavailableReason.Unreadable, Operation, $"What answers at {endpoint} names no API version: it is no Docker Engine.");
        if (theirs < oldest)
        {
            throw new EngineUnavailableException(
                EngineUnavailableReason.TooOld,
                Operation,
                $"The Docker Engine at {endpoint} speaks API {theirs} at most; NetApi needs {oldest} (Docker Engine 20.10) or newer. Upgrade the engine.");
        }
        if (Version.TryParse(engineOldest, out var theirOldest) && theirOldest > newest)
        {
            throw new EngineUnavailableException(
                EngineUnavailableReason.TooNew,
                Operation,
                $"The Docker Engine at {endpoint} speaks API {theirOldest} at least; this NetApi knows {newest} at most. Upgrade NetApi, or lower the engine's min-api-version.");
        }
        return theirs < newest ? theirs : newest;
    }
}
