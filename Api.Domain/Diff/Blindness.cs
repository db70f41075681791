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
        // Gaps may be as many as what they name, so neither is looked for in a list of the other.
        var (shown, otherShown, namespaces) = (Lazily(() => ById(state)), Lazily(() => ById(other)), Lazily(() => ByName(state)));
        foreach (var scope in scopes)
        {
            if (scope.StartsWith(ContainerScope, StringComparison.Ordinal))
            {
                var id = scope[ContainerScope.Length..];
                // Of a container that the state does show, the namespace was not found.
                if (shown.Value[id].FirstOrDefault() is { } name)
                {
                    blind.Places.Add(Place.OfContainer(renamed.GetValueOrDefault(name, name)));
                    continue;
                }
                var names = otherShown.Value[id].Select(n => otherRenamed.GetValueOrDefault(n, n)).ToList();
                blind.Containers.UnionWith(names);
                blind = blind with { AnyContainer = blind.AnyContainer || (names.Count == 0 && !otherScopes.Contains(scope)) };
            }
            else if (scope.StartsWith(NamespaceScope, StringComparison.Ordinal))
            {
                var names = namespaces.Value[scope[NamespaceScope.Length..]].Select(placeOf).ToList();
                blind.Places.UnionWith(names);
                blind = blind with { AnyPlace = blind.AnyPlace || (names.Count == 0 && !otherScopes.Contains(scope)) };
            }
        }
        return blind;
    }

    private static Lazy<ILookup<string, T>> Lazily<T>(Func<ILookup<string, T>> make) => new(make);

    private static ILookup<string, string> ById(HostState state) => state.Containers.ToLookup(c => c.Id, c => c.Name, StringComparer.Ordinal);

    // A gap names a namespace by its id, its inode or a path to it. The other state is not asked: inodes and paths are used again.
    private static ILookup<string, NetnsId> ByName(HostState state) => state.Namespaces
        .SelectMany(n => n.Paths.Append(n.Id.Value).Append(n.Inode.ToString(CultureInfo.InvariantCulture)), (n, name) => (Name: name, n.Id))
        .ToLookup(n => n.Name, n => n.Id, StringComparer.Ordinal);
}
