using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.Containers;

/// <summary>Holds the host ports that a container is to publish against those that are held already.</summary>
internal static class PortChecks
{
    /// <summary>Adds a conflict for each port that is certainly held, naming the holder.</summary>
    public static void Check(ContainerSpec spec, HostState state, ListenerObservation listeners, FaultList faults)
    {
        foreach (var holder in Holders(spec, state, listeners).Where(h => h.IsCertain))
            faults.AddConflict("/ports", CodeOf(holder), $"{Sentence(holder)}. {Mend(holder)}");
    }

    /// <summary>Everyone who holds, or may hold, a port that the container is to publish.</summary>
    public static IEnumerable<PortHolder> Holders(ContainerSpec spec, HostState state, ListenerObservation listeners) => spec.Ports
        .Where(p => p.HostPort != 0)
        .SelectMany(p => PortConflicts.Holders(p.HostAddress, p.HostPort, p.Protocol, state, listeners.Listeners))
        .Distinct();

    private static string CodeOf(PortHolder holder) => holder.Kind == PortHolderKind.StoppedContainer ? "port-reserved" : "port-taken";

    private static string Sentence(PortHolder holder)
    {
        var text = holder.ToString();
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string Mend(PortHolder holder) => holder.Kind switch
    {
        PortHolderKind.RunningContainer => "Choose another host port or host address, or stop that container.",
        PortHolderKind.StoppedContainer => "It could not start again if this one took the port: choose another, or remove that container.",
        _ => "Choose another host port or host address, or end that process.",
    };
}
