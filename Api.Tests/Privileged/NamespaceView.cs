using NetApi.Domain.Topology;

namespace NetApi.Tests.Privileged;

/// <summary>A namespace, one line an entry with all its fields, sorted: as NetApi observed it or as iproute2 shows it.</summary>
internal sealed record NamespaceView
{
    public required ValueList<string> Links { get; init; }

    public required ValueList<string> Addresses { get; init; }

    public required ValueList<string> Routes { get; init; }

    public required ValueList<string> Rules { get; init; }

    public required ValueList<string> Neighbours { get; init; }

    public required ValueList<string> Fdb { get; init; }

    public required ValueList<string> Sockets { get; init; }

    public required ValueList<string> Sysctls { get; init; }

    public static NamespaceView Of(NamespaceObservation observed) => new()
    {
        Links = Lines(observed.Links),
        // Lifetimes run; a test of their own looks at them.
        Addresses = Lines(observed.Addresses.Select(a => a with { ValidUntil = null, PreferredUntil = null })),
        Routes = Lines(observed.Routes),
        Rules = Lines(observed.Rules),
        Neighbours = Lines(observed.Neighbours),
        Fdb = Lines(observed.Fdb),
        Sockets = Lines(observed.Sockets),
        Sysctls = Lines(observed.Sysctls?.Values.Select(v => $"{v.Key}={v.Value}") ?? []),
    };

    internal static ValueList<string> Lines<T>(IEnumerable<T> entries) => [.. entries.Select(e => $"{e}").Order(StringComparer.Ordinal)];
}
