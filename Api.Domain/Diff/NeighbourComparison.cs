using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A neighbour that somebody set.</summary>
/// <param name="Namespace">Name of its namespace.</param>
/// <param name="Link">Name of its link.</param>
/// <param name="Address">Its address.</param>
/// <param name="Mac">Its MAC address; null where it has none.</param>
/// <param name="IsProxy">The host answers for it.</param>
public sealed record NeighbourView(string Namespace, string Link, IPAddress Address, MacAddress? Mac, bool IsProxy) : IPlacedView;

/// <summary>Permanent neighbours and proxies; what was learned comes and goes by itself.</summary>
internal sealed class NeighbourComparison() : EntityComparison<NeighbourView>(ChangeEntity.Neighbour)
{
    protected override IEnumerable<Keyed<NeighbourView>> Read(Side side, Side other) =>
        from neighbour in side.Read.Neighbours
        where neighbour.State == NeighbourState.Permanent || neighbour.IsProxy
        let place = side.PlaceOf(neighbour.Namespace)
        let link = side.LinkNameOrIndex(neighbour.Namespace, neighbour.LinkIndex)
        select new Keyed<NeighbourView>(
            $"{place}/{link}/{neighbour.Address}{(neighbour.IsProxy ? " proxy" : "")}",
            $"{neighbour.LinkIndex}",
            new NeighbourView(place, link, neighbour.Address, neighbour.Mac, neighbour.IsProxy));

    protected override bool Shows(Side side, NeighbourView view) => side.SawPlace(view.Namespace) && side.SawDetails;

    protected override string Added(NeighbourView after, Side from) => $"{InWords(after)}{At(after)} was added";

    protected override string Removed(NeighbourView before, Side to) => $"{InWords(before)}{At(before)} is gone";

    protected override string Changed(NeighbourView before, NeighbourView after) => new Clauses(InWords(after)).Has("MAC", before.Mac, after.Mac).ToString();

    private static string InWords(NeighbourView view) =>
        $"{(view.IsProxy ? "proxy neighbour" : "permanent neighbour")} {view.Address} on {view.Link}{Place.Suffix(view.Namespace)}";

    private static string At(NeighbourView view) => view.Mac is { } mac ? $" at {mac}" : "";
}
