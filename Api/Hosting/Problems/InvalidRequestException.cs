namespace NetApi.Hosting.Problems;

/// <summary>Parameters that are at fault, found where no endpoint result can be returned; becomes a 400 that lists them.</summary>
public sealed class InvalidRequestException(IReadOnlyList<Fault> faults) : Exception(string.Join(' ', faults.Select(f => f.Detail)))
{
    /// <summary>Every fault found.</summary>
    public IReadOnlyList<Fault> Faults { get; } = faults;
}
