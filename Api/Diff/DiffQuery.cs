using System.Collections.Immutable;
using NetApi.Domain.Diff;
using NetApi.History;
using NetApi.Hosting.Problems;

namespace NetApi.Diffs;

/// <summary>What is compared, in which form it is answered, and what narrows it: what is given must hold together, of several values of one parameter one does.</summary>
/// <param name="From">The earlier state: an RFC 3339 time, how long ago (<c>-90s</c>, <c>-15m</c>, <c>-3h</c>, <c>-2d</c>, <c>-1w</c>), the number of a revision, the id of a snapshot, or <c>live</c>, the host as it is now.</param>
/// <param name="To">The later state, named likewise; <c>live</c> where it is omitted.</param>
/// <param name="Format"><c>json</c>, <c>text</c>, <c>patch</c>, <c>document</c>, <c>svg</c>, <c>dot</c> or <c>mermaid</c>; without it the <c>Accept</c> header chooses.</param>
/// <param name="Entity">Only changes of these entities: publishedPort, container, network, attachment, bridge, vethPair, link, address, route, …, gap.</param>
/// <param name="Container">Only what concerns these containers, by name, id, or at least 4 characters that one id alone begins with: themselves, their ports, attachments, and all in their namespaces; of a namespace that several share, by the one that it is named after.</param>
/// <param name="Network">Only these networks of the engine and their attachments, named likewise.</param>
public sealed record DiffQuery(string? From, string? To, string? Format, string[]? Entity, string[]? Container, string[]? Network)
{
    /// <summary>Reads all but the names of containers and networks, which only the states know.</summary>
    /// <exception cref="InvalidRequestException">Something in it is at fault.</exception>
    internal DiffRequest Read()
    {
        var faults = new FaultList();
        if (string.IsNullOrEmpty(From))
            faults.Add("?from", "missing", $"from is missing; give {Moment.Forms}.");
        var format = DiffFormats.Table.Read(Format, faults);
        var entities = Words.ReadMany<ChangeEntity>("entity", Entity, faults);
        CheckNotEmpty("container", Container, faults);
        CheckNotEmpty("network", Network, faults);
        faults.ThrowIfAny();
        return new DiffRequest(From!, string.IsNullOrEmpty(To) ? Moment.Live : To, format, entities, [.. Container ?? []], [.. Network ?? []]);
    }

    private static void CheckNotEmpty(string parameter, string[]? values, FaultList faults)
    {
        if (values?.Any(string.IsNullOrEmpty) == true)
            faults.Add($"?{parameter}", "missing", $"{parameter} is empty; give a name or an id, or leave it out for all.");
    }
}

/// <summary>What was asked for.</summary>
/// <param name="From">Name of the earlier state.</param>
/// <param name="To">Name of the later state.</param>
/// <param name="Format">Format; null where the <c>Accept</c> header chooses.</param>
/// <param name="Entities">Entities; all where there are none.</param>
/// <param name="Containers">Containers as they were given; all where there are none.</param>
/// <param name="Networks">Networks as they were given; all where there are none.</param>
internal sealed record DiffRequest(
    string From, string To, DiffFormat? Format, ImmutableHashSet<ChangeEntity> Entities, ImmutableArray<string> Containers, ImmutableArray<string> Networks);
