using NetApi.Json;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>A thing of the host as it was from one revision on.</summary>
/// <param name="id">Its row.</param>
/// <param name="list">The list of a state that it stands in.</param>
/// <param name="item">The thing, as much of it as is kept.</param>
/// <param name="key">Tells the thing from others.</param>
/// <param name="first">The revision.</param>
public sealed class HeldVersion(long id, StateList list, object item, ItemKey key, long first)
{
    /// <summary>Its row.</summary>
    public long Id { get; } = id;

    /// <summary>The list of a state that it stands in.</summary>
    public StateList List { get; } = list;

    /// <summary>The thing, as much of it as is kept. May be swapped for an equal one.</summary>
    public object Item { get; internal set; } = item;

    /// <summary>Tells the thing from others; twins have one key.</summary>
    public ItemKey Key { get; } = key;

    /// <summary>The first revision that shows it.</summary>
    public long First { get; } = first;

    /// <summary>Another of equal content, which began earlier; null where there is none.</summary>
    internal HeldVersion? Twin { get; set; }
}
