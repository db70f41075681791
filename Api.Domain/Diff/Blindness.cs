using System.Globalization;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Where a state could not look, drawn from the scopes of its gaps.</summary>
/// <param name="Engine">Nothing of the engine was read.</param>
/// <param name="Kernel">Nothing of the kernel was read.</param>
/// <param name="Processes">Namespaces known only by their processes may be missing, and the other state could see them.</param>
/// <param name="AnyContainer">Some container was not read, and nobody can say which.</param>
/// <param name="Containers">Containers that were not read, by name.</param>
/// <param name="AnyPlace">Some namespace was not read, and nobody can say which.</param>
/// <param name="Places">Namespaces that were not read in one piece, by the names of <see cref="Place"/>.</param>
internal sealed record Blindness(
    bool Engine,
    bool Kernel,
    bool Processes,
    bool AnyContainer,
    HashSet<string> Containers,
    bool AnyPlace,
    HashSet<string> Places)
{
    private const string ContainerScope = "container:";
    private const string NamespaceScope = "namespace:";

    public static Blindness Of(
        HostState state, IReadOnlyDictionary<string, string> renamed, Func<NetnsId, string> placeOf, HostState other, IReadOnlyDictionary<string, string> otherRenamed)
    {
        if (state.Gaps.IsEmpty)
            return new Blindness(false, false, false, false, [], false, []);
        var scopes = state.Gaps.Select(g => g.Scope).ToHashSet(StringComparer.Ordinal);
        var otherScopes = other.Gaps.Select(g => g.Scope).ToHashSet(StringComparer.Ordinal);
        // What neither state could read is missing in both, and explains no difference where nobody can say what it is.
        var blind = new Blindness(scopes.Contains("engine"), scopes.Contains("kernel"), scopes.Contains("processes") && !otherScopes.Contains("processes"), false, [], false, []);
        foreach (var scope in scopes)
        {
            // Of a container that the state does show, the namespace was not found.
            if (scope.StartsWith(ContainerScope, StringComparison.Ordinal) && state.Containers.FirstOrDefault(c => scope.AsSpan(ContainerScope.Length).SequenceEqual(c.Id)) is { } shown)
                blind.Places.Add(Place.OfContainer(renamed.GetValueOrDefault(shown.Name, shown.Name)));
            else if (scope.StartsWith(ContainerScope, StringComparison.Ordinal))
            {
                var names = other.Containers.Where(c => c.Id == scope[ContainerScope.Length..]).Select(c => otherRenamed.GetValueOrDefault(c.Name, c.Name)).ToList();
                blind.Containers.UnionWith(names);
                blind = blind with { AnyContainer = blind.AnyContainer || (names.Count == 0 && !otherScopes.Contains(scope)) };
            }
            else if (scope.StartsWith(NamespaceScope, StringComparison.Ordinal))
            {
                var which = scope[NamespaceScope.Length..];
                var names = Named(state, placeOf, which).ToList();
                blind.Places.UnionWith(names);
                blind = blind with { AnyPlace = blind.AnyPlace || (names.Count == 0 && !otherScopes.Contains(scope)) };
            }
        }
        return blind;
    }

    // A gap names a namespace by its id, its inode or a path to it. The other state is not asked: inodes and paths are used again.
    private static IEnumerable<string> Named(HostState state, Func<NetnsId, string> placeOf, string which) =>
        state.Namespaces
            .Where(n => n.Id.Value == which || n.Inode.ToString(CultureInfo.InvariantCulture) == which || n.Paths.Contains(which))
            .Select(n => placeOf(n.Id));
}
