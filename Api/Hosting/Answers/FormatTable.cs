using NetApi.Hosting.Problems;

namespace NetApi.Hosting.Answers;

/// <summary>The formats of an endpoint that answers in several: their words for <c>?format=</c>, and their media types for <c>Accept</c>.</summary>
/// <typeparam name="T">The formats.</typeparam>
/// <param name="mediaTypes">Media types, in the order NetApi prefers them where a caller likes several as much. A format without one is chosen by its word alone, and is JSON.</param>
internal sealed class FormatTable<T>(params (string MediaType, T Format)[] mediaTypes)
    where T : struct, Enum
{
    /// <summary>The media types, the preferred one first.</summary>
    public IReadOnlyList<string> MediaTypes { get; } = [.. mediaTypes.Select(m => m.MediaType)];

    /// <summary>The words of <c>?format=</c>.</summary>
    public string Names { get; } = string.Join(", ", Enum.GetValues<T>().Select(NameOf));

    /// <summary>Reads <c>?format=</c>; null where none is given, or where it is at fault and <paramref name="faults"/> says so.</summary>
    public T? Read(string? name, FaultList faults)
    {
        foreach (var format in Enum.GetValues<T>())
        {
            if (NameOf(format) == name)
                return format;
        }
        if (name is not null)
            faults.Add("?format", "unknown-word", $"format is '{name}'; it is one of {Names}.");
        return null;
    }

    /// <summary>The format that was named, else the one that the <c>Accept</c> header likes best; null where it takes none.</summary>
    public (T Format, string MediaType)? Choose(T? named, HttpRequest request)
    {
        if (named is { } word)
            return (word, MediaTypeOf(word));
        return Negotiation.Choose(request, MediaTypes) is { } chosen ? (mediaTypes.First(m => m.MediaType == chosen).Format, chosen) : null;
    }

    /// <summary>406, with all that there is.</summary>
    /// <param name="request">The request, whose <c>Accept</c> header takes none.</param>
    /// <param name="what">What is asked for, as a subject: <c>the topology comes</c>.</param>
    public NotAcceptableProblem NotAcceptable(HttpRequest request, string what) =>
        new(ProblemKinds.NotAcceptable.Document($"Accept is '{request.Headers.Accept}'; {what} as {string.Join(", ", MediaTypes)}, or give format: {Names}."));

    private string MediaTypeOf(T format) => mediaTypes.Where(m => m.Format.Equals(format)).Select(m => m.MediaType).FirstOrDefault() ?? "application/json";

    private static string NameOf(T format) => format.ToString().ToLowerInvariant();
}
