using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A container in a network. Its addresses are told once, as the kernel's (<see cref="AddressView"/>).</summary>
/// <param name="Container">Name of the container.</param>
/// <param name="Network">Name of the network.</param>
/// <param name="Aliases">Names other containers of the network resolve to it.</param>
public sealed record AttachmentView(string Container, string Network, ValueList<string> Aliases);

/// <summary>Attachments by the names of container and network.</summary>
internal sealed class AttachmentComparison() : EntityComparison<AttachmentView>(ChangeEntity.Attachment)
{
    protected override IEnumerable<Keyed<AttachmentView>> Read(Side side, Side other) =>
        from container in side.Read.Containers
        let name = side.NameOf(container)
        from network in container.Networks
        select new Keyed<AttachmentView>(
            $"{name}/{network.NetworkName}",
            $"{container.Id}/{network.NetworkId}",
            new AttachmentView(name, network.NetworkName, Aliases(container, network)));

    protected override bool Shows(Side side, AttachmentView view) => side.SawContainer(view.Container);

    protected override string Added(AttachmentView after, Side from) => $"{after.Container} joined network {after.Network}";

    protected override string Removed(AttachmentView before, Side to) => $"{before.Container} left network {before.Network}";

    protected override string Changed(AttachmentView before, AttachmentView after) =>
        new Clauses($"{after.Container} in network {after.Network}").Has("aliases", before.Aliases, after.Aliases).ToString();

    // The engine adds the container's short id, which is new with each container of the name.
    private static ValueList<string> Aliases(Container container, NetworkAttachment network) =>
        new(network.Aliases.Where(a => !container.Id.StartsWith(a, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
}
