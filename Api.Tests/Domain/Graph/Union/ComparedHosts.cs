using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain.Graph.Union;

/// <summary>What may become of the drawn host of five containers: one is new, one is gone, one stops, one is made anew; and a NIC has another MTU.</summary>
internal static class ComparedHosts
{
    public static HostState Later
    {
        get
        {
            var host = DrawnHost.Of(6).Change("eth0", l => l with { MtuBytes = 1400 });
            var running = host.Containers.Where(c => c.State == ContainerState.Running && c.Networks.Length > 0 && c.NetworkMode is not ("lab" or "host") && c.Name != "myweb").ToList();
            var (gone, stopped) = (running[0], running[1]);
            return Without(host, gone, stopped) with
            {
                ObservedAt = host.ObservedAt.AddMinutes(10),
                Containers = [.. host.Containers.Where(c => c != gone).Select(c => c == stopped ? c with { State = ContainerState.Exited, ExitCode = 1, Pid = null } : c)],
            };
        }
    }

    // Their namespaces, and what was in them, go with them.
    private static HostState Without(HostState host, params Container[] containers)
    {
        var gone = host.Namespaces.Where(n => n.ContainerIds.Any(id => containers.Any(c => c.Id == id)) && n.Kind == NetnsKind.Container).Select(n => n.Id).ToHashSet();
        return host with
        {
            Namespaces = [.. host.Namespaces.Where(n => !gone.Contains(n.Id))],
            Links = [.. host.Links.Where(l => !gone.Contains(l.Namespace) && !(l.Parent?.Namespace is { } peer && gone.Contains(peer)))],
        };
    }
}
