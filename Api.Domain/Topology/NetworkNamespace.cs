namespace NetApi.Domain.Topology;

/// <summary>Whom a network namespace belongs to.</summary>
public enum NetnsKind
{
    /// <summary>The namespace NetApi runs in: "the host".</summary>
    Host,

    /// <summary>A container's sandbox.</summary>
    Container,

    /// <summary>A namespace with a name under <c>/run/netns</c> (ip-netns(8)).</summary>
    Named,

    /// <summary>The hidden namespace of an overlay network, with its bridge and vxlan link.</summary>
    Overlay,

    /// <summary>The sandbox of a swarm's load balancer: an overlay network's, or the routing mesh's.</summary>
    LoadBalancer,

    /// <summary>A namespace known only by the processes in it, or by a bind mount.</summary>
    Process,
}

/// <summary>A network namespace that was found on the host.</summary>
public sealed record NetworkNamespace
{
    /// <summary>Stable identity; see <see cref="NetnsId"/>.</summary>
    public required NetnsId Id { get; init; }

    /// <summary>Inode of the namespace's file on nsfs; <c>ls -Li /proc/PID/ns/net</c> shows the same. Used again after the namespace died.</summary>
    public required ulong Inode { get; init; }

    /// <summary><c>SO_NETNS_COOKIE</c>: unique for a boot. Null where the kernel is older than 5.14.</summary>
    public ulong? Cookie { get; init; }

    /// <summary>Whom it belongs to.</summary>
    public required NetnsKind Kind { get; init; }

    /// <summary>What people call it: <c>host</c>, the container's name, the name under /run/netns, the network's name, Docker's name of a load balancer's sandbox (<c>lb-NETWORK</c>, <c>ingress-sbox</c>), or a process.</summary>
    public required string Name { get; init; }

    /// <summary>Containers that live in it, by id; more than one where containers share it.</summary>
    public ValueList<string> ContainerIds { get; init; }

    /// <summary>Whether it is a named one and no process is in it. Of others this is not told.</summary>
    public bool IsWithoutProcess { get; init; }

    /// <summary>Every path it was seen under: bind mounts and <c>/proc/PID/ns/net</c>, sorted.</summary>
    public ValueList<string> Paths { get; init; }
}
