using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.History.Lives;

/// <summary>A stretch in which a container ran or did not.</summary>
/// <param name="State">Its state, in Docker's words.</param>
/// <param name="StartedAt">When it was started, as the engine says, UTC; null where it never was.</param>
/// <param name="ExitCode">Exit code; null while it runs or before its first start.</param>
/// <param name="Networks">The networks that it was attached to last, with its addresses there.</param>
/// <param name="Span">From when to when.</param>
public sealed record ContainerRun(ContainerState State, DateTimeOffset? StartedAt, long? ExitCode, IReadOnlyList<ContainerNetwork> Networks, LifeSpan Span);

/// <summary>A container's place in a network.</summary>
/// <param name="Network">Name of the network.</param>
/// <param name="Ipv4">Its IPv4 address there; null where it had none.</param>
/// <param name="Ipv6">Its IPv6 address there; null where it had none.</param>
public sealed record ContainerNetwork(string Network, InterfaceAddress? Ipv4, InterfaceAddress? Ipv6);

/// <summary>A life of a container, from its creation to its removal.</summary>
/// <param name="Id">Its id: another one under the same name is another life.</param>
/// <param name="Name">The name it had last.</param>
/// <param name="Image">Image as it was asked for.</param>
/// <param name="CreatedAt">When it was created, as the engine says, UTC.</param>
/// <param name="Span">From when to when it was seen.</param>
/// <param name="Runs">When it ran and when it did not, the last first.</param>
public sealed record ContainerLife(string Id, string Name, string Image, DateTimeOffset CreatedAt, LifeSpan Span, IReadOnlyList<ContainerRun> Runs) : ILife
{
    /// <summary>Every container that had the name, or the one with that id, the last first, with all of its life: also what it was called otherwise.</summary>
    /// <exception cref="InvalidRequestException">Several ids begin with it.</exception>
    internal static IEnumerable<FoundLife<ContainerLife>> Find(HistorySession history, string name)
    {
        var hidden = new Hidden(history);
        var faults = new FaultList();
        var ids = ContainerNaming.IdsOf(history, name, "/name", faults);
        faults.ThrowIfAny();
        return ids
            .Select(id => history.Find(ContentTerms.ContainerId(id)))
            .SelectMany(pieces => Pieces.Join(pieces, _ => true, hidden.Extend).Select(life => new FoundLife<ContainerLife>(life, () => Of(life, pieces.Where(p => p.Meets(life)), hidden, history))));
    }

    private static ContainerLife Of(PastThing life, IEnumerable<PastThing> pieces, Hidden hidden, HistorySession history)
    {
        var container = (Container)life.Item;
        var joined = Pieces.Join(pieces, p => (Container)p.Item is var c ? (c.State, c.StartedAt) : default, hidden.Extend);
        history.LookAhead(joined);
        var runs = joined.OrderByDescending(p => p.First).Select(p =>
        {
            var then = (Container)p.Item;
            return new ContainerRun(then.State, then.StartedAt, then.ExitCode, [.. then.Networks.Select(n => new ContainerNetwork(n.NetworkName, n.Ipv4, n.Ipv6))], LifeSpan.Of(p, history));
        });
        return new ContainerLife(container.Id, container.Name, container.Image, container.CreatedAt, LifeSpan.Of(life, history), [.. runs]);
    }
}
