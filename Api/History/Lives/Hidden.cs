using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;

namespace NetApi.History.Lives;

/// <summary>The stretches in which something could not be read, so that nobody knows whether it was there. What was there before such a stretch and after it was there all along, as far as is known.</summary>
internal sealed class Hidden(HistorySession history)
{
    private readonly Dictionary<string, IReadOnlyList<PastThing>> _gaps = new(StringComparer.Ordinal);

    /// <summary>Stretches with a gap of that scope, the oldest first.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="hides">Which gaps count; all where it is null.</param>
    public List<PastThing> Of(string scope, Func<Gap, bool>? hides = null)
    {
        if (!_gaps.TryGetValue(scope, out var gaps))
            _gaps[scope] = gaps = history.FindGaps(scope);
        return Pieces.Join(gaps.Where(g => hides?.Invoke((Gap)g.Item) != false), _ => true);
    }

    /// <summary>A container, until a revision shows that it is gone.</summary>
    public PastThing Extend(PastThing container) => Extend(
        container, Of("engine"), Of($"container:{((Container)container.Item).Id}", g => g.Code != NamespaceClassifier.NotFoundCode));

    /// <summary>Something in a namespace, until a revision shows that it is gone.</summary>
    public PastThing Extend(PastThing thing, NetnsId netns) => Extend(
        thing,
        // Where only events were lost, what is known is shown.
        Of("kernel", g => g.Code == Gap.KernelUnreadable),
        Of($"namespace:{netns}", g => thing.Item is ListeningSocket || g.Code != Gap.SocketsUnreadable));

    private static PastThing Extend(PastThing thing, params ReadOnlySpan<List<PastThing>> hidden)
    {
        for (var isLonger = true; isLonger && thing.Last is not null;)
        {
            isLonger = false;
            foreach (var stretches in hidden)
            {
                if (thing.Last is { } last && stretches.Find(h => h.First <= last + 1 && !(h.Last <= last)) is { } stretch)
                    (thing, isLonger) = (thing with { Last = stretch.Last }, true);
            }
        }
        return thing;
    }
}
