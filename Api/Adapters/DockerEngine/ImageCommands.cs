using System.Collections.Immutable;
using Docker.DotNet.Models;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Reads and pulls images.</summary>
/// <param name="engine">The engine.</param>
public sealed class ImageCommands(EngineClient engine)
{
    /// <summary>Every image the engine holds, without intermediate layers, by its first tag and its id.</summary>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public async Task<ImmutableArray<Image>> ListAsync(CancellationToken cancellationToken)
    {
        var images = await engine.ReadAsync("list images", (s, token) => s.Client.Images.ListImagesAsync(new ImagesListParameters(), token), cancellationToken);
        return
        [
            .. images.Select(i => ToImage(i.ID, i.RepoTags, i.RepoDigests, i.Size, i.Created))
                .OrderBy(i => i.Tags.FirstOrDefault(), StringComparer.Ordinal)
                .ThenBy(i => i.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The image of that reference or id; null where the engine holds none.</summary>
    /// <exception cref="FormatException"><paramref name="reference"/> is no image reference.</exception>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public async Task<Image?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        ImageReference.Parse(reference);
        try
        {
            var image = await engine.ReadAsync("inspect image", (s, token) => s.Client.Images.InspectImageAsync(reference, token), cancellationToken);
            return ToImage(image.ID, image.RepoTags, image.RepoDigests, image.Size, image.Created);
        }
        catch (EngineRefusedException refusal) when (refusal.StatusCode == 404)
        {
            return null;
        }
    }

    /// <summary>Pulls an image. There is no limit to the whole, but one to silence (<see cref="EngineOptions.CommandTimeout"/>).</summary>
    /// <param name="reference">What to pull.</param>
    /// <param name="progress">Is told of each step, in order, on the reading thread.</param>
    /// <param name="cancellationToken">Ends the pull; the engine drops what it had not finished.</param>
    /// <exception cref="FormatException"><paramref name="reference"/> is no image reference.</exception>
    /// <exception cref="EngineException">The engine is unavailable or refused, also in the middle of the pull.</exception>
    public async Task PullAsync(string reference, IProgress<PullProgress> progress, CancellationToken cancellationToken)
    {
        const string Operation = "pull image";
        var image = ImageReference.Parse(reference);
        var request = new ImagesCreateParameters { FromImage = image.Name, Tag = image.PullTag };
        var patience = new Patience(engine.Options.CommandTimeout, cancellationToken);
        var stream = new PullStream(progress, patience);
        await engine.CallAsync(Operation, patience, async (session, token) =>
        {
            await session.Client.Images.CreateImageAsync(request, null, stream, token);
            return true;
        });
        // The engine answers 200 as soon as it begins, and tells of a failure in the stream.
        if (stream.Failure is { } failure)
            throw new EngineRefusedException((int)(failure.Code ?? 200), Operation, failure.Message ?? "the pull failed without a word");
    }

    private static Image ToImage(string id, IList<string>? tags, IList<string>? digests, long size, DateTime? created) => new(
        id,
        Named(tags),
        Named(digests),
        size,
        created is { Year: > 1 } time ? new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero) : null);

    // Before API 1.43 a dangling image is called <none>:<none>.
    private static ImmutableArray<string> Named(IList<string>? names) =>
        [.. (names ?? []).Where(n => !n.StartsWith("<none>", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private sealed class PullStream(IProgress<PullProgress> progress, Patience patience) : IProgress<JSONMessage>
    {
        public JSONError? Failure { get; private set; }

        public void Report(JSONMessage value)
        {
            patience.Renew();
            Failure ??= value.Error;
            if (value.Status is { Length: > 0 } status)
                progress.Report(new PullProgress(string.IsNullOrEmpty(value.ID) ? null : value.ID, status, value.Progress?.Current, value.Progress?.Total));
        }
    }
}
