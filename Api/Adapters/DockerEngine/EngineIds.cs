using System.Text.RegularExpressions;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Checks what becomes part of a URL's path. The client library does not escape it, so <c>x/../../images/y</c> would be another call.</summary>
internal static partial class EngineIds
{
    /// <summary>Gives <paramref name="id"/> back if it is an id or a name in Docker's alphabet.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static string Check(string id) =>
        Alphabet().IsMatch(id) ? id : throw new ArgumentException($"'{id}' is no id or name of the engine.", nameof(id));

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_.-]*\z")]
    private static partial Regex Alphabet();
}
