using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A network namespace, without its id, inode, cookie and paths, which are new with each start.</summary>
/// <param name="Namespace">Its name among all namespaces of both states: <c>host</c>, <c>container:myweb</c> …</param>
/// <param name="Kind">Whom it belongs to.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Containers">Names of the containers that live in it.</param>
public sealed record NamespaceView(string Namespace, NetnsKind Kind, string Name, ValueList<string> Containers) : IPlacedView;

/// <summary>Network namespaces by whom they belong to.</summary>
internal sealed class NamespaceComparison() : EntityComparison<NamespaceView>(ChangeEntity.Namespace)
{
    protected override IEnumerable<Keyed<NamespaceView>> Read(Side side, Side other)
    {
        if (side.Read.Namespaces.IsEmpty)
            return [];
        var names = side.State.Containers.ToDictionary(c => c.Id, side.NameOf, StringComparer.Ordinal);
        return side.Read.Namespaces.Select(n =>
        {
            var containers = n.ContainerIds.Select(id => names.GetValueOrDefault(id, id)).Order(StringComparer.Ordinal);
            return new Keyed<NamespaceView>(side.PlaceOf(n.Id), n.Id.Value, new NamespaceView(side.OwnPlaceOf(n.Id), n.Kind, n.Name, new(containers)));
        });
    }

    protected override bool Shows(Side side, NamespaceView view) => side.SawPlace(view.Namespace);

    // Whose a namespace is and who shares it is the engine's word.
    protected override bool Same(NamespaceView before, NamespaceView after, Side from, Side to) =>
        !from.SawEngine || !to.SawEngine || (before.Namespace == after.Namespace && before.Containers.Equals(after.Containers));

    protected override string Added(NamespaceView after, Side from) => $"{InWords(after)} is new";

    protected override string Removed(NamespaceView before, Side to) => $"{InWords(before)} is gone";

    protected override string Changed(NamespaceView before, NamespaceView after) =>
        new Clauses(InWords(before))
            .Add(before.Namespace != after.Namespace, $"is now known as {Place.InWords(after.Namespace)}")
            .Add(!before.Containers.Equals(after.Containers), $"is now shared by containers {after.Containers} (was {before.Containers})")
            .ToString();

    private static string InWords(NamespaceView view) =>
        view.Kind == NetnsKind.Named ? $"network {Place.InWords(view.Namespace)}" : $"network namespace of {Place.InWords(view.Namespace)}";
}
