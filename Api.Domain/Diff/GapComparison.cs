using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Something that could not be read.</summary>
/// <param name="Scope">What is affected.</param>
/// <param name="Code">Stable word for scripts.</param>
/// <param name="Details">What happened.</param>
public sealed record GapView(string Scope, string Code, ValueList<string> Details);

/// <summary>Gaps by scope and code. One that both states have is no change, whatever its details say.</summary>
internal sealed class GapComparison() : EntityComparison<GapView>(ChangeEntity.Gap)
{
    // Of a gap that came and went, only the third state knows.
    public override IEnumerable<Change> Unseen(Side from, Side to, Side blind, Side toOfBlind)
    {
        var open = from.State.Gaps.Concat(to.State.Gaps).Select(g => g.Scope).ToHashSet(StringComparer.Ordinal);
        return Compare(blind, toOfBlind).Where(c => c.Before is GapView gap && !open.Contains(gap.Scope)).Select(c => c with { Summary = $"{Again((GapView)c.Before!)}; what changed there meanwhile is told with it" });
    }

    protected override IEnumerable<Keyed<GapView>> Read(Side side, Side other) =>
        from gap in side.State.Gaps
        group gap.Detail by (gap.Scope, gap.Code) into same
        let view = new GapView(same.Key.Scope, same.Key.Code, new(same.Order(StringComparer.Ordinal)))
        select new Keyed<GapView>($"{view.Scope}/{view.Code}", "", view);

    protected override bool Shows(Side side, GapView view) => true;

    protected override bool Same(GapView before, GapView after, Side from, Side to) => true;

    protected override string Added(GapView after, Side from) =>
        $"{InWords(after)} can no longer be read ({after.Code}), so the comparison is partial: what is missing there is not told as removed";

    protected override string Removed(GapView before, Side to) =>
        $"{Again(before)}, so the comparison is partial: what is new there is not told as added";

    private static string Again(GapView before) => $"{InWords(before)} can be read again ({before.Code} before)";

    private static string InWords(GapView view) => view.Scope.Split(':', 2) switch
    {
        [var kind, var which] => $"{kind} {which}",
        ["processes"] => "the namespace of some process",
        _ => $"the {view.Scope}",
    };
}
