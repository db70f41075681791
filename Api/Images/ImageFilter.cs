using NetApi.Adapters.DockerEngine;
using NetApi.Hosting.Problems;

namespace NetApi.Images;

/// <summary>Narrows a list of images.</summary>
/// <param name="Reference">Only images of this name (<c>nginx</c>: with any tag), name and tag, or name and digest.</param>
public sealed record ImageFilter(string? Reference)
{
    /// <summary>The test that an image passes or not. What is malformed is added to the faults.</summary>
    internal Func<Image, bool> Compile(FaultList faults)
    {
        if (Reference is null)
            return _ => true;
        if (!ImageReference.TryParse(Reference, out _))
            faults.Add("?reference", "malformed-image", ImagesEndpoints.MalformedReference(Reference));
        return image => image.Tags.Concat(image.Digests).Any(name => name == Reference || NameOf(name) == Reference);
    }

    private static string? NameOf(string reference) => ImageReference.TryParse(reference, out var parsed) ? parsed.Name : null;
}
