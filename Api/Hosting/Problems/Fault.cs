namespace NetApi.Hosting.Problems;

/// <summary>One fault of a request.</summary>
/// <param name="Pointer">Where: a JSON Pointer into the body (RFC 6901, <c>/ports/0/hostIp</c>), <c>?name</c> for a query parameter, or <c>header:Name</c>.</param>
/// <param name="Code">Stable kebab-case word for scripts.</param>
/// <param name="Detail">What is wrong and how to mend it, as a sentence.</param>
public sealed record Fault(string Pointer, string Code, string Detail);
