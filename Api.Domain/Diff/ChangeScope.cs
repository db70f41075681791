using System.Collections.Immutable;

namespace NetApi.Domain.Diff;

/// <summary>What a change is about, for those who want to hear of some things only.</summary>
/// <param name="Containers">Containers by name.</param>
/// <param name="Namespaces">Namespaces by the names that keys have: <c>host</c>, <c>container:myweb</c>.</param>
/// <param name="Networks">The engine's networks by name.</param>
public sealed record ChangeScope(ImmutableArray<string> Containers, ImmutableArray<string> Namespaces, ImmutableArray<string> Networks)
{
    private const string ContainerPlace = "container:";
    private const string OverlayPlace = "overlay:";

    /// <summary>What a change is about.</summary>
    public static ChangeScope Of(Change change) => Of(change.Before, change.After);

    /// <summary>What a thing is about that was, and is, as two views show it; null where it was not there, or is not.</summary>
    public static ChangeScope Of(object? before, object? after)
    {
        var (containers, places, networks) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var view in new[] { before, after })
        {
            switch (view)
            {
                case ContainerView container:
                    containers.Add(container.Name);
                    break;
                case PublishedPortView port:
                    containers.Add(port.Container);
                    break;
                case AttachmentView attachment:
                    containers.Add(attachment.Container);
                    networks.Add(attachment.Network);
                    break;
                case NetworkView network:
                    networks.Add(network.Name);
                    break;
                case NamespaceView netns:
                    places.Add(netns.Namespace);
                    containers.UnionWith(netns.Containers);
                    break;
                case IPlacedView placed:
                    places.Add(placed.Namespace);
                    break;
                case VethPairView pair:
                    places.Add(pair.Inner.Namespace);
                    if (pair.Outer is { } outer)
                        places.Add(outer.Namespace);
                    break;
            }
        }
        containers.UnionWith(After(ContainerPlace, places));
        networks.UnionWith(After(OverlayPlace, places));
        return new ChangeScope([.. containers], [.. places], [.. networks]);
    }

    /// <summary>What a namespace of that name is about.</summary>
    public static ChangeScope OfNamespace(string name) => new([.. After(ContainerPlace, [name])], [name], [.. After(OverlayPlace, [name])]);

    private static IEnumerable<string> After(string prefix, IEnumerable<string> places) =>
        places.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)).Select(p => p[prefix.Length..]);
}
