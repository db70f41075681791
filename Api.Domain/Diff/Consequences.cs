using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Tells what the changes between two states bring about: who became reachable or unreachable, and where.</summary>
/// <remarks>
/// It goes by what the engine says: a container that runs is reached by the containers of its networks, unless these keep them apart (icc), and
/// from outside by its published ports, unless all its networks are internal. Each consequence is told with one change: what comes
/// with a start or stop of a container is told with the container, but ports, which have changes of their own.
/// </remarks>
public sealed class Consequences
{
    private readonly Reach _before;
    private readonly Reach _after;

    /// <summary>Of the changes from one state to the other.</summary>
    public Consequences(HostState from, HostState to) => (_before, _after) = (new Reach(from, to), new Reach(to, from));

    /// <summary>What one of the changes brings about.</summary>
    public Consequence Of(Change change) => OfReach(change) ?? new Consequence(change.Entity switch
    {
        ChangeEntity.PublishedPort or ChangeEntity.Container => ChangeGroup.Containers,
        ChangeEntity.Network or ChangeEntity.Attachment or ChangeEntity.Engine => ChangeGroup.Networks,
        ChangeEntity.Gap => ChangeGroup.Gaps,
        _ => ChangeGroup.Kernel,
    }, null);

    private Consequence? OfReach(Change change) => (change.Before, change.After) switch
    {
        (PublishedPortView or null, PublishedPortView or null) => OfPort(change.Before as PublishedPortView, change.After as PublishedPortView),
        (ContainerView or null, ContainerView or null) => OfContainer(change.Before as ContainerView, change.After as ContainerView),
        (AttachmentView or null, AttachmentView or null) => OfAttachment(change.Before as AttachmentView, change.After as AttachmentView),
        (NetworkView before, NetworkView after) => OfNetwork(before, after),
        _ => null,
    };

    private Consequence? OfPort(PublishedPortView? before, PublishedPortView? after)
    {
        var (was, opened) = (before is not null && _before.IsOpen(before), after is not null && _after.IsOpen(after));
        return (was, opened) switch
        {
            (false, true) => Consequence.Reachability($"{Reach.Endpoint(after!)} became reachable {Whence(after!)} and leads to {Target(after!)}"),
            (true, false) => Consequence.Reachability($"{Reach.Endpoint(before!)} became unreachable {Whence(before!)}; it led to {Target(before!)}"),
            (true, true) => Consequence.Reachability($"{Reach.Endpoint(after!)}, reachable {Whence(after!)}, leads to {Target(after!)} now; it led to {Target(before!)}"),
            _ => null,
        };
    }

    private Consequence? OfContainer(ContainerView? before, ContainerView? after)
    {
        var (ran, runs) = (before?.State == ContainerState.Running, after?.State == ContainerState.Running);
        var (reach, view) = runs ? (_after, after) : (_before, before);
        if (ran == runs || reach.Find(view!.Name) is not { } container)
            return null;
        // Ports stay in force while a container is paused, and have no change of their own then.
        var isPause = before?.State == ContainerState.Paused || after?.State == ContainerState.Paused;
        return Tell(view.Name, runs, reach.Networks(container), isPause ? reach.Ports(container) : []);
    }

    private Consequence? OfAttachment(AttachmentView? before, AttachmentView? after)
    {
        var name = (after ?? before)!.Container;
        if (before is not null == after is not null || _before.Find(name) is not { State: ContainerState.Running } was || _after.Find(name) is not { State: ContainerState.Running } now)
            return null;
        var (opened, closed) = (_after.Ports(now).Except(_before.Ports(was)).Intersect(Reach.Published(was)), _before.Ports(was).Except(_after.Ports(now)).Intersect(Reach.Published(now)));
        return after is not null
            ? Tell(now.Name, true, _after.Networks(now).Where(n => n == after.Network), opened)
            : Tell(now.Name, false, _before.Networks(was).Where(n => n == before!.Network), closed);
    }

    private Consequence? OfNetwork(NetworkView before, NetworkView after)
    {
        var running = _after.Running(after.Name).OrderBy(c => c.Name, StringComparer.Ordinal).Where(c => _before.Find(c.Name) is { State: ContainerState.Running }).ToList();
        // From outside one is reached by its published ports alone, and another network may lead there still.
        var turned = running.Where(c => before.IsInternal != after.IsInternal && _before.Ports(_before.Find(c.Name)!).Any() != _after.Ports(c).Any()).ToList();
        var sentences = new List<string>();
        if (turned.Count > 0)
            sentences.Add($"{Names(turned)} can {(after.IsInternal ? "no longer" : "now")} be reached from outside by network {after.Name}");
        if (before.Icc != after.Icc && running.Count > 1)
            sentences.Add($"{Names(running)} can {(after.Icc ? "now" : "no longer")} reach each other in network {after.Name}");
        return sentences.Count == 0 ? null : Consequence.Reachability(string.Join("; ", sentences));

        static string Names(IEnumerable<Container> containers) => string.Join(", ", containers.Select(c => c.Name));
    }

    private static Consequence? Tell(string container, bool becameReachable, IEnumerable<string> networks, IEnumerable<string> ports)
    {
        var (inside, outside) = (networks.Order(StringComparer.Ordinal).ToList(), ports.Order(StringComparer.Ordinal).ToList());
        if (inside.Count + outside.Count == 0)
            return null;
        var where = new[] { inside.Count == 0 ? null : $"in network {string.Join(", ", inside)}", outside.Count == 0 ? null : $"at {string.Join(", ", outside)}" };
        return Consequence.Reachability($"{container} became {(becameReachable ? "reachable" : "unreachable")} {string.Join(" and ", where.OfType<string>())}");
    }

    private static string Whence(PublishedPortView port) => System.Net.IPAddress.IsLoopback(port.HostAddress) ? "from the host itself" : "from outside";

    private static string Target(PublishedPortView port) => $"port {port.ContainerPort} of {port.Container}";
}
