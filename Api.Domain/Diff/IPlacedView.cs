namespace NetApi.Domain.Diff;

/// <summary>A view of something inside a network namespace.</summary>
public interface IPlacedView
{
    /// <summary>Name of the namespace: <c>host</c>, <c>container:myweb</c>, <c>named:blue</c> …</summary>
    string Namespace { get; }
}
