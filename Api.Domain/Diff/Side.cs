using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>One of two states that are compared: how its namespaces are named, and where it could look.</summary>
internal sealed class Side
{
    private readonly ImmutableDictionary<NetnsId, string> _places;
    private readonly HashSet<string> _placeNames;
    private readonly HashSet<string> _containerNames;
    private readonly ImmutableDictionary<string, string> _renamed;
    private readonly Blindness _blindness;

    private Side(HostState state, ImmutableDictionary<string, string> renamed, ImmutableDictionary<NetnsId, string> places, Blindness blindness)
    {
        State = state;
        _renamed = renamed;
        _places = places;
        _placeNames = [.. places.Values];
        _containerNames = [.. state.Containers.Select(NameOf)];
        _blindness = blindness;
    }

    public HostState State { get; }

    public static (Side From, Side To) Of(HostState from, HostState to)
    {
        var (fromRenamed, toRenamed) = ContainerNames.Renamed(from, to);
        var (fromPlaces, toPlaces) = Place.Names(from, fromRenamed, to, toRenamed);
        return (
            new Side(from, fromRenamed, fromPlaces, Blindness.Of(from, fromRenamed, fromPlaces, to, toRenamed)),
            new Side(to, toRenamed, toPlaces, Blindness.Of(to, toRenamed, toPlaces, from, fromRenamed)));
    }

    /// <summary>Name of a container, the same in both states.</summary>
    public string NameOf(Container container) => _renamed.GetValueOrDefault(container.Name, container.Name);

    /// <summary>Name of the namespace a link is in.</summary>
    public string PlaceOf(NetnsId id) => _places.GetValueOrDefault(id, id.Value);

    public bool HasPlace(string place) => _placeNames.Contains(place);

    /// <summary>Whether the engine was read.</summary>
    public bool SawEngine => !_blindness.Engine;

    /// <summary>Whether the container of that name was read, or certainly is not there.</summary>
    public bool SawContainer(string name) =>
        SawEngine && (_containerNames.Contains(name) || !(_blindness.AnyContainer || _blindness.Containers.Contains(name)));

    /// <summary>Whether the namespace was read in one piece, or certainly is not there.</summary>
    public bool SawPlace(string place)
    {
        if (_blindness.Kernel || _blindness.Places.Contains(place))
            return false;
        if (HasPlace(place))
            return true;
        if (_blindness.AnyPlace)
            return false;
        return Place.ContainerOf(place) is { } container
            ? SawContainer(container)
            : place.Split(':')[0] switch
            {
                "overlay" => SawEngine,
                "process" => !_blindness.Processes,
                _ => true,
            };
    }
}
