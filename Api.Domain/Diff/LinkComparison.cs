namespace NetApi.Domain.Diff;

/// <summary>Links that are neither bridges nor veths: those have entities of their own.</summary>
internal sealed class LinkComparison() : EntityComparison<LinkView>(ChangeEntity.Link)
{
    public const string Loopback = "loopback";

    protected override IEnumerable<Keyed<LinkView>> Read(Side side, Side other) =>
        from link in side.Read.Links
        where !link.IsBridge && !link.IsVeth
        let view = LinkView.Of(link, side)
        select new Keyed<LinkView>(view.Key, $"{link.Index}", view);

    // Each namespace comes and goes with its loopback.
    protected override bool Shows(Side side, LinkView view) =>
        side.SawPlace(view.Namespace) && (view.Kind != Loopback || side.HasPlace(view.Namespace));

    protected override bool Same(LinkView before, LinkView after, Side from, Side to) => LinkView.AreSame(before, after);

    protected override string Added(LinkView after, Side from) => $"link {after.InWords} is new";

    protected override string Removed(LinkView before, Side to) => $"link {before.InWords} is gone";

    protected override string Changed(LinkView before, LinkView after) =>
        LinkView.Compare(new Clauses($"link {before.InWords}"), before, after).ToString();
}
