using System.Text.RegularExpressions;

namespace NetApi.Adapters.DockerEngine;

/// <summary>A reference to an image: <c>NAME[:TAG][@DIGEST]</c>, where the name may begin with a registry's host and port.</summary>
public sealed partial record ImageReference
{
    private const int LongestName = 255;

    private ImageReference(string name, string? tag, string? digest) => (Name, Tag, Digest) = (name, tag, digest);

    /// <summary>Name with its registry, such as <c>127.0.0.1:5000/team/web</c>.</summary>
    public string Name { get; }

    /// <summary>Tag; <c>latest</c> where the reference has neither tag nor digest; null where it has only a digest.</summary>
    public string? Tag { get; }

    /// <summary>Digest, such as <c>sha256:…</c>; null where the reference has none.</summary>
    public string? Digest { get; }

    /// <summary>What the engine is asked to pull: the digest where there is one, as it says more than the tag.</summary>
    internal string PullTag => Digest ?? Tag!;

    /// <summary>Parses a reference.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is none.</exception>
    public static ImageReference Parse(string text) => TryParse(text, out var parsed)
        ? parsed
        : throw new FormatException($"'{text}' is no image reference like nginx, nginx:1.27 or registry.example:5000/team/web@sha256:….");

    /// <summary>Parses a reference; false where <paramref name="text"/> is none.</summary>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ImageReference? parsed)
    {
        parsed = null;
        var match = Grammar().Match(text ?? "");
        if (!match.Success || match.Groups["name"].Length > LongestName)
            return false;
        var tag = match.Groups["tag"] is { Success: true } t ? t.Value : null;
        var digest = match.Groups["digest"] is { Success: true } d ? d.Value : null;
        parsed = new ImageReference(match.Groups["name"].Value, tag ?? (digest is null ? "latest" : null), digest);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Name + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    // The grammar of the distribution project's reference package. A host is told from a path by what follows it: a slash.
    [GeneratedRegex(
        @"\A(?<name>(?:(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?/)?" +
        @"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)" +
        @"(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?" +
        @"(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Grammar();
}
