namespace NetApi.Domain.Diff;

/// <summary>Linux bridges, Docker's or not. Their ports are told as the masters of the ports' links.</summary>
internal sealed class BridgeComparison() : EntityComparison<LinkView>(ChangeEntity.Bridge)
{
    protected override IEnumerable<Keyed<LinkView>> Read(Side side, Side other) =>
        from link in side.Read.Links
        where link.IsBridge
        let view = LinkView.Of(link, side)
        select new Keyed<LinkView>(view.Key, $"{link.Index}", view);

    protected override bool Shows(Side side, LinkView view) => side.SawPlace(view.Namespace);

    protected override bool Same(LinkView before, LinkView after, Side from, Side to) => LinkView.AreSame(before, after);

    protected override string Added(LinkView after, Side from) => $"bridge {after.InWords} is new";

    protected override string Removed(LinkView before, Side to) => $"bridge {before.InWords} is gone";

    protected override string Changed(LinkView before, LinkView after) =>
        LinkView.Compare(new Clauses($"bridge {before.InWords}"), before, after).ToString();
}
