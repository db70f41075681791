using System.Collections.Immutable;
using NetApi.Domain.Diff;
using NetApi.Hosting.Problems;

namespace NetApi.Events;

/// <summary>Narrows the stream; what is given must hold together, of several values of one parameter one does.</summary>
/// <param name="Entity">Only changes of these entities: publishedPort, container, network, attachment, bridge, vethPair, link, address, route, …, gap.</param>
/// <param name="Container">Only what concerns these containers, by name: themselves, their ports, attachments, and all in their namespaces.</param>
/// <param name="Namespace">Only what is in these namespaces, named as in keys (host, container:myweb, named:blue), or by the part after the colon.</param>
/// <param name="Network">Only these networks of the engine and their attachments, by name.</param>
/// <param name="Key">Only changes whose key begins with one of these.</param>
public sealed record EventQuery(string[]? Entity, string[]? Container, string[]? Namespace, string[]? Network, string[]? Key)
{
    /// <summary>The test that a change passes or not.</summary>
    /// <exception cref="InvalidRequestException">A word is no entity, or a value is empty: that would silence the stream for good.</exception>
    internal EventFilter Compile()
    {
        var faults = new FaultList();
        var entities = Words.ReadMany<ChangeEntity>("entity", Entity, faults);
        foreach (var (name, values) in new[] { ("container", Container), ("namespace", Namespace), ("network", Network), ("key", Key) })
        {
            if (values is not null && values.Any(string.IsNullOrEmpty))
                faults.Add($"?{name}", "missing", $"{name} is empty; give a value, or leave it out to hear of all.");
        }
        faults.ThrowIfAny();
        return new EventFilter(entities, Container ?? [], Namespace ?? [], Network ?? [], Key ?? []);
    }
}

/// <summary>A compiled <see cref="EventQuery"/>. Gaps pass all but the entities: they say where silence proves nothing.</summary>
internal sealed record EventFilter(ImmutableHashSet<ChangeEntity> Entities, string[] Containers, string[] Namespaces, string[] Networks, string[] Keys)
{
    public bool Passes(EventFrame frame)
    {
        if (!HasEntity(frame.Entity))
            return false;
        if (frame.Entity == ChangeEntity.Gap)
            return true;
        if (!frame.Names.IsEmpty && frame.Names.All(IsTold))
            return false;
        return Concerns(frame.Scope)
            && OneOf(Networks, network => frame.Scope.Networks.Contains(network))
            && HasKey(frame.Key);
    }

    private bool HasEntity(ChangeEntity entity) => Entities.Count == 0 || Entities.Contains(entity);

    private bool HasKey(string key) => OneOf(Keys, prefix => key.StartsWith(prefix, StringComparison.Ordinal));

    // Whether the change passes that tells of another name, and all that is under either name does, as far as the names tell.
    private bool IsTold(NameChange name) =>
        HasEntity(name.Entity) && name.Key is { } key && HasKey(key) && Follows(name.Before, name.Place) && Follows(name.After, name.Place);

    private bool Follows(string name, string? place)
    {
        var scope = ChangeScope.OfNamespace(place ?? name);
        return Concerns(scope) && OneOf(Networks, scope.Networks.Contains) && HasKey(name);
    }

    private bool Concerns(ChangeScope scope) =>
        OneOf(Containers, scope.Containers.Contains) && OneOf(Namespaces, wanted => scope.Namespaces.Any(place => IsNamed(place, wanted)));

    private static bool OneOf(string[] values, Func<string, bool> holds) => values.Length == 0 || values.Any(holds);

    private static bool IsNamed(string place, string wanted) =>
        place == wanted || (place.EndsWith(wanted, StringComparison.Ordinal) && place[..^wanted.Length].IndexOf(':', StringComparison.Ordinal) == place.Length - wanted.Length - 1);
}
