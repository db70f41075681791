using NetApi.Adapters.DockerEngine;

namespace NetApi.Hosting.Problems;

/// <summary>Changes something that may have vanished since it was looked up.</summary>
internal static class GoneMeanwhile
{
    /// <summary>False where the engine no longer knows it (404).</summary>
    public static async Task<bool> TryAsync(Func<Task> change)
    {
        try
        {
            await change();
            return true;
        }
        catch (EngineRefusedException gone) when (gone.StatusCode == StatusCodes.Status404NotFound)
        {
            return false;
        }
    }
}
