using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NetApi.Domain.Topology;

namespace NetApi.Hosting.Answers;

/// <summary>The bodies of one state that were asked for lately. They belong to that instance, and vanish with it.</summary>
internal sealed class Representations
{
    /// <summary>Bodies that are kept of one state.</summary>
    public const int MaxCount = 64;

    /// <summary>Bytes that are kept of one state.</summary>
    public const long MaxBytes = 32 * 1024 * 1024;

    private static readonly ConditionalWeakTable<HostState, Representations> OfStates = [];

    private readonly ConcurrentDictionary<RepresentationKey, Representation> _kept = new();
    private readonly Lock _trimming = new();

    /// <summary>Those of <paramref name="state"/>.</summary>
    public static Representations Of(HostState state) => OfStates.GetValue(state, static _ => new Representations());

    /// <summary>How many are kept.</summary>
    public int Count => _kept.Count;

    /// <summary>The representation that is kept; null where there is none.</summary>
    public Representation? Find(RepresentationKey key)
    {
        if (!_kept.TryGetValue(key, out var kept))
            return null;
        kept.LastUse = Environment.TickCount64;
        return kept;
    }

    /// <summary>Keeps the representation, or gives back the one that somebody kept meanwhile.</summary>
    public Representation Keep(RepresentationKey key, Representation representation)
    {
        var kept = _kept.GetOrAdd(key, representation);
        if (ReferenceEquals(kept, representation))
            Trim();
        return kept;
    }

    /// <summary>The bytes of a representation. One whose making fails is forgotten, and one that is too large is not kept.</summary>
    public byte[] BodyOf(RepresentationKey key, Representation representation)
    {
        var isFirst = representation.Size == 0;
        try
        {
            var body = representation.Body;
            if (isFirst)
                Trim(body.Length > MaxBytes ? key : null);
            return body;
        }
        catch
        {
            _kept.TryRemove(new KeyValuePair<RepresentationKey, Representation>(key, representation));
            throw;
        }
    }

    // What was not asked for longest goes first.
    private void Trim(RepresentationKey? tooLarge = null)
    {
        lock (_trimming)
        {
            if (tooLarge is { } key)
                _kept.TryRemove(key, out _);
            var bytes = _kept.Values.Sum(r => (long)r.Size);
            while ((_kept.Count > MaxCount || bytes > MaxBytes) && _kept.OrderBy(r => r.Value.LastUse).FirstOrDefault() is { Value: { } oldest } entry)
            {
                bytes -= oldest.Size;
                _kept.TryRemove(entry);
            }
        }
    }
}
