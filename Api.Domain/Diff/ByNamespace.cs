using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Something for each of some namespaces.</summary>
/// <remarks>Lists of a state are in order of namespaces, so a walk over one looks a namespace up once (<see cref="Walk"/>).</remarks>
internal sealed class ByNamespace<T>
    where T : class, new()
{
    private readonly Dictionary<NetnsId, T> _values = [];

    public bool IsEmpty => _values.Count == 0;

    /// <summary>All of them, in the order of a state's lists.</summary>
    public IEnumerable<KeyValuePair<NetnsId, T>> InOrder => _values.OrderBy(v => v.Key.Value, StringComparer.Ordinal);

    public T Of(NetnsId id)
    {
        if (!_values.TryGetValue(id, out var value))
            _values[id] = value = new T();
        return value;
    }

    public Walker Walk() => new(_values);

    /// <summary>Finds what belongs to a namespace; fast where it is the one of the last call.</summary>
    internal struct Walker(Dictionary<NetnsId, T> values)
    {
        private bool _looked;
        private string? _id;
        private T? _value;

        public T? Find(NetnsId id)
        {
            if (!_looked || !ReferenceEquals(id.Value, _id))
                (_looked, _id, _value) = (true, id.Value, values.GetValueOrDefault(id));
            return _value;
        }
    }
}
