namespace NetApi.Domain.Diff;

/// <summary>A sysctl that decides forwarding.</summary>
/// <param name="Namespace">Name of its namespace.</param>
/// <param name="Name">Full name, such as <c>net.ipv4.ip_forward</c>.</param>
/// <param name="Value">Its value, as sysctl(8) prints it.</param>
public sealed record SysctlView(string Namespace, string Name, string Value) : IPlacedView;

/// <summary>Sysctls of each namespace, which comes and goes with all of them.</summary>
internal sealed class SysctlComparison() : EntityComparison<SysctlView>(ChangeEntity.Sysctl)
{
    protected override IEnumerable<Keyed<SysctlView>> Read(Side side, Side other) =>
        from sysctls in side.Read.Sysctls
        let place = side.PlaceOf(sysctls.Namespace)
        from value in sysctls.Values
        select new Keyed<SysctlView>($"{place}/{value.Key}", "", new SysctlView(place, value.Key, value.Value));

    protected override bool Shows(Side side, SysctlView view) => side.SawPlace(view.Namespace) && side.HasPlace(view.Namespace) && side.SawDetails;

    protected override string Added(SysctlView after, Side from) => $"sysctl {after.Name}{Place.Suffix(after.Namespace)} is there, with {after.Value}";

    protected override string Removed(SysctlView before, Side to) => $"sysctl {before.Name}{Place.Suffix(before.Namespace)} is gone";

    protected override string Changed(SysctlView before, SysctlView after) =>
        $"sysctl {after.Name}{Place.Suffix(after.Namespace)} is now {after.Value} (was {before.Value})";
}
