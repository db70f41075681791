using NetApi.Adapters.DockerEngine;
using NetApi.Hosting.Problems;

namespace NetApi.Images;

/// <summary>Says why a pull failed.</summary>
internal static class PullProblem
{
    // What registries say of an image that they do not hold, or do not give to everybody; many answer both alike, to tell nothing.
    private static readonly string[] UnknownWords = ["not found", "manifest unknown", "name unknown", "does not exist", "access denied", "is denied", "unauthorized"];

    /// <summary><c>image-unknown</c> where the registry gives no such image, else the engine's failure.</summary>
    public static Problem Of(EngineException failure, ImageReference reference) => failure is EngineRefusedException refused && IsUnknown(refused)
        ? ProblemKinds.ImageUnknown.Document($"The registry gives no image {reference}: {refused.EngineMessage}. Check name and tag; where the registry wants a login, pull it with docker pull.") with { EngineMessage = refused.EngineMessage }
        : EngineProblems.Of(failure);

    private static bool IsUnknown(EngineRefusedException refused) =>
        refused.StatusCode == StatusCodes.Status404NotFound || UnknownWords.Any(w => refused.EngineMessage.Contains(w, StringComparison.OrdinalIgnoreCase));
}
