using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;

namespace NetApi.History.Lives;

/// <summary>The stretches in which something could not be read. What was there before such a stretch and after it was there all along, as far as is known.</summary>
internal sealed class Hidden(HistorySession history)
{
    private readonly Dictionary<string, List<PastThing>> _stretches = new(StringComparer.Ordinal);

    /// <summary>Stretches with a gap of that scope, the oldest first.</summary>
    public List<PastThing> Of(string scope) => _stretches.TryGetValue(scope, out var known)
        ? known
        : _stretches[scope] = Pieces.Join(history.Find(ContentTerms.Gap(scope)), _ => true);

    /// <summary>A container, until a revision shows that it is gone.</summary>
    public PastThing Extend(PastThing container) => Extend(container, "engine", $"container:{((Container)container.Item).Id}");

    /// <summary>Something in a namespace, until a revision shows that it is gone.</summary>
    public PastThing Extend(PastThing thing, NetnsId netns) => Extend(thing, "kernel", $"namespace:{netns}");

    private PastThing Extend(PastThing thing, params ReadOnlySpan<string> scopes)
    {
        for (var isLonger = true; isLonger && thing.Last is not null;)
        {
            isLonger = false;
            foreach (var scope in scopes)
            {
                if (thing.Last is { } last && Of(scope).Find(h => h.First <= last + 1 && !(h.Last <= last)) is { } hidden)
                    (thing, isLonger) = (thing with { Last = hidden.Last }, true);
            }
        }
        return thing;
    }
}
