namespace NetApi.Domain.Diff;

/// <summary>What happened to something between two states.</summary>
public enum ChangeKind
{
    /// <summary>Only the later state has it, and the earlier one could have shown it.</summary>
    Added,

    /// <summary>Only the earlier state has it, and the later one could have shown it.</summary>
    Removed,

    /// <summary>Both have it, and it differs.</summary>
    Changed,
}

/// <summary>What a change is about, in the order of a diff: what people ask for first comes first.</summary>
public enum ChangeEntity
{
    /// <summary>A host address and port that lead to a running container; key <c>0.0.0.0:8000/tcp</c>.</summary>
    PublishedPort,

    /// <summary>A container; key its name.</summary>
    Container,

    /// <summary>A network of the engine; key its name.</summary>
    Network,

    /// <summary>The engine itself, with its settings; key <c>engine</c>.</summary>
    Engine,

    /// <summary>A container in a network; key <c>container/network</c>.</summary>
    Attachment,

    /// <summary>A Linux bridge; key <c>host/docker0</c>.</summary>
    Bridge,

    /// <summary>A veth pair with both its links; key its container's end, <c>container:myweb/eth0</c>, where it has one.</summary>
    VethPair,

    /// <summary>Any other link; key <c>host/eth0</c>.</summary>
    Link,

    /// <summary>An address of a link of any kind; key <c>container:myweb/eth0/172.17.0.7/16</c>.</summary>
    Address,

    /// <summary>A route outside the table <c>local</c>; key <c>main/172.17.0.0/16</c> for the host's, <c>container:myweb/main/0.0.0.0/0</c> for others.</summary>
    Route,

    /// <summary>A rule of the routing policy database; key <c>host/ipv4/32766</c>.</summary>
    Rule,

    /// <summary>A neighbour that somebody set, not one that was learned; key <c>host/eth0/192.0.2.1</c>.</summary>
    Neighbour,

    /// <summary>An entry of a forwarding database that somebody set, not one that was learned or is a link's own; key <c>host/vxlan0/02:42:0a:00:00:03</c>.</summary>
    Fdb,

    /// <summary>A listening socket; key <c>host/tcp/0.0.0.0:22</c>.</summary>
    Socket,

    /// <summary>A sysctl that decides forwarding; key <c>host/net.ipv4.ip_forward</c>.</summary>
    Sysctl,

    /// <summary>A network namespace; key <c>host</c>, <c>container:myweb</c>, <c>named:blue</c> …</summary>
    Namespace,

    /// <summary>Something that one of the states could not read; key <c>engine/engine-unavailable</c>.</summary>
    Gap,
}

/// <summary>One difference of two states.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Entity">To what kind of thing.</param>
/// <param name="Key">To which one; unique among the changes of an entity, the same in every diff that meets it.</param>
/// <param name="Before">The thing in the earlier state, one of the <c>…View</c> records; null where it was added.</param>
/// <param name="After">The thing in the later state; null where it was removed.</param>
/// <param name="Summary">The change as a sentence, without a capital and a full stop.</param>
public sealed record Change(ChangeKind Kind, ChangeEntity Entity, string Key, object? Before, object? After, string Summary);
