using System.Collections.Immutable;
using NetApi.Domain.Diff;
using NetApi.Hosting.Problems;

namespace NetApi.History;

/// <summary>Which part of the timeline is asked for: what is given must hold together, of several values of one parameter one does.</summary>
/// <param name="Entity">Only changes of these entities: publishedPort, container, network, attachment, bridge, vethPair, link, address, route, …, gap.</param>
/// <param name="Key">Only the thing with this key, as diffs and events have it: <c>host/docker0</c>, <c>container:myweb/eth0</c>, <c>myweb</c>.</param>
/// <param name="Container">Only what concerns these containers, by name, or by id, or at least 4 characters that one id alone begins with, for every name that the container had: themselves, their ports, attachments, and all in their namespaces; of a namespace that several share, by the one that it is named after.</param>
/// <param name="Network">Only these networks of the engine and their attachments, by name.</param>
/// <param name="From">Only what came after this: an RFC 3339 time, how long ago (<c>-3h</c>), the number of a revision, or the id of a snapshot.</param>
/// <param name="To">Only what came until this, named likewise; until now where it is omitted.</param>
public sealed record HistoryQuery(string[]? Entity, string[]? Key, string[]? Container, string[]? Network, string? From, string? To)
{
    /// <summary>Reads all but the bounds, which only the history knows.</summary>
    internal (ImmutableArray<ChangeEntity> Entities, ImmutableArray<string> Keys, ImmutableArray<string> Containers, ImmutableArray<string> Networks) Read(FaultList faults) =>
        ([.. Words.ReadMany<ChangeEntity>("entity", Entity, faults)], Texts("key", Key, faults), Texts("container", Container, faults), Texts("network", Network, faults));

    private static ImmutableArray<string> Texts(string parameter, string[]? values, FaultList faults)
    {
        if (values?.Any(string.IsNullOrEmpty) == true)
            faults.Add($"?{parameter}", "missing", $"{parameter} is empty; give a name, or leave it out for all.");
        return [.. values ?? []];
    }
}
