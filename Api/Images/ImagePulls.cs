using NetApi.Adapters.DockerEngine;
using NetApi.Operations;

namespace NetApi.Images;

/// <summary>Pulls images as operations.</summary>
public sealed class ImagePulls(OperationRegistry operations, ImageCommands images)
{
    /// <summary>Pulls an image in the background; while the same one is being pulled, gives that operation back.</summary>
    /// <returns>The operation; null where too many are running.</returns>
    public Operation? Start(ImageReference reference)
    {
        var name = reference.ToString();
        return operations.Start(OperationKind.ImagePull, PullState.Begin(name), async (states, cancel) =>
        {
            try
            {
                await images.PullAsync(name, new PullTally(name, states), cancel);
                var pulled = await images.FindAsync(name, cancel);
                return new OperationOutcome(new PulledImage(name, pulled?.Id), null);
            }
            catch (EngineException failure)
            {
                return new OperationOutcome(null, PullProblem.Of(failure, reference));
            }
        });
    }
}
