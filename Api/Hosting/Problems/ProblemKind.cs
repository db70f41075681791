namespace NetApi.Hosting.Problems;

/// <summary>A kind of problem: its code, status and title never change, as scripts rely on them.</summary>
/// <param name="Code">Kebab-case word.</param>
/// <param name="Status">HTTP status code.</param>
/// <param name="Title">The kind in a few words.</param>
public sealed record ProblemKind(string Code, int Status, string Title)
{
    /// <summary>A document of this kind.</summary>
    /// <param name="detail">What happened this time, and what to do about it.</param>
    /// <param name="errors">Every fault of the request, where the request is to blame.</param>
    public Problem Document(string detail, IReadOnlyList<Fault>? errors = null) => new()
    {
        Type = $"urn:netapi:problem:{Code}",
        Title = Title,
        Status = Status,
        Detail = detail,
        Code = Code,
        Errors = errors,
    };
}
