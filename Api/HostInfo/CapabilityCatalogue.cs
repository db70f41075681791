using NetApi.Domain.Topology;
using NetApi.Hosting;

namespace NetApi.HostInfo;

/// <summary>What NetApi uses of the kernel's capabilities, what is lost without each, and how to grant it.</summary>
public static class CapabilityCatalogue
{
    private static readonly (string Name, string Enables, string Without, string Cost)[] Kernel =
    [
        ("CAP_SYS_ADMIN",
            "Enters other network namespaces (setns): containers' interfaces, veth pairs with both ends, probes from a container or from outside.",
            "Only the host's own namespace is read; containers' interfaces are null, veth pairs are hidden, only the host vantage probes.",
            "Nearly that of root on the host: mounts and namespaces can be changed."),
        ("CAP_NET_ADMIN",
            "Reads the firewall rules; makes the veth of the outside vantage; numbers other namespaces, so that their events are heard and veth ends in them are told apart.",
            "Port forwards and paths name no rule and say so; the outside vantage is refused; other namespaces are read every 15 seconds, their veth ends without peers.",
            "Links, addresses, routes and firewall rules of the host can be changed."),
        ("CAP_NET_BROADCAST",
            "Hears the events of other namespaces (NETLINK_LISTEN_ALL_NSID).",
            "Other namespaces are read every 15 seconds; events of the host's own are heard.",
            "Broadcast and multicast packets can be sent."),
        ("CAP_NET_RAW",
            "Reads rules of the legacy iptables backend: iptables-legacy-save opens a raw socket for them.",
            "Legacy rules, where there are any, are reported as unreadable.",
            "Raw packets can be sent and read."),
        ("CAP_SYS_PTRACE",
            "Sees the namespaces and sockets of other users' processes under /proc.",
            "Namespaces that only processes hold are not found; the holder of a host port stays unnamed.",
            "Memory of every process can be read."),
        ("CAP_DAC_READ_SEARCH",
            "Opens namespace files that root keeps for itself, such as /run/docker/netns.",
            "Namespaces that only a bind mount holds are not found.",
            "Every file of the host can be read."),
    ];

    /// <summary>Every capability of the catalogue, held or missing; the engine's socket among them, as far as <paramref name="gaps"/> tell.</summary>
    public static IReadOnlyList<CapabilityResource> Of(IReadOnlyCollection<string> held, IEnumerable<Gap> gaps) =>
    [
        new CapabilityResource(
            "docker-socket",
            gaps.FirstOrDefault(g => g.Scope == EngineGapException.Scope) switch { null => true, { Code: "engine-denied" } => false, _ => null },
            "Asks the Docker Engine: containers, networks, images.",
            "Everything that is drawn from the engine answers 503; what the kernel shows keeps working.",
            "Whoever may use the socket is root on the host; NetApi gives on only what its own requests can say.",
            "Run NetApi as root, or as a member of the group that owns the socket: usermod -aG docker USER."),
        .. Kernel.Select(c => new CapabilityResource(c.Name, held.Contains(c.Name), c.Enables, c.Without, c.Cost, Grant(c.Name))),
    ];

    private static string Grant(string name) =>
        $"Run NetApi as root, or give its systemd unit AmbientCapabilities={name}; in a container --cap-add={name["CAP_".Length..]}, with --network=host and --pid=host.";
}
