using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.Containers;

/// <summary>Holds the host ports that a container is to publish against those that are held already.</summary>
internal static class PortChecks
{
    /// <summary>Adds a conflict for each port that is certainly held, naming the holder.</summary>
    public static void Check(ContainerSpec spec, PortTable table, FaultList faults)
    {
        foreach (var holder in Wanted(spec).SelectMany(p => Holders(p, table).Where(h => h.Claims(p.HostAddress) == true)).Distinct())
            faults.AddConflict("/ports", CodeOf(holder), $"{Sentence(holder)}. {Mend(holder)}");
    }

    /// <summary>Everyone who holds, or may hold, a port that the container is to publish.</summary>
    public static IEnumerable<HeldPort> Holders(ContainerSpec spec, PortTable table) => Wanted(spec).SelectMany(p => Holders(p, table)).Distinct();

    // Port 0 is the engine's to choose.
    private static IEnumerable<PortSpec> Wanted(ContainerSpec spec) => spec.Ports.Where(p => p.HostPort != 0);

    private static IEnumerable<HeldPort> Holders(PortSpec port, PortTable table) => table.Holders(port.Protocol, port.HostPort, port.HostAddress);

    private static string CodeOf(HeldPort holder) => holder.Kind == PortHolderKind.StoppedContainer ? "port-reserved" : "port-taken";

    private static string Sentence(HeldPort holder)
    {
        var text = holder.ToString();
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string Mend(HeldPort holder) => holder switch
    {
        { Kind: PortHolderKind.StoppedContainer } => "It could not start again if this one took the port: choose another, or remove that container.",
        { Container: not null } => "Choose another host port or host address, or stop that container.",
        _ => "Choose another host port or host address, or end that process.",
    };
}
