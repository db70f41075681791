using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Procfs;

/// <summary>Finds the docker-proxy processes of NetApi's own network namespace.</summary>
public static class ProxyTable
{
    /// <summary>Reads every process's command line. A proxy of an engine in another network namespace is left out.</summary>
    public static ProxyObservation Read() => Read("/proc/self/ns/net");

    /// <summary>The same for another namespace, given by a path to it.</summary>
    internal static ProxyObservation Read(string namespacePath)
    {
        var own = ProcessDirectory.LinkTarget(namespacePath);
        var proxies = ImmutableArray.CreateBuilder<ProxyProcess>();
        var hidden = new List<int>();
        foreach (var process in ProcessDirectory.All())
        {
            if (process.Arguments is not { } arguments || Parse(process.Pid, arguments) is not { } proxy)
                continue;
            var its = process.NetworkNamespace;
            if (its is not null && its == own)
                proxies.Add(proxy);
            else if ((its is null || own is null) && process.Exists)
                hidden.Add(process.Pid);
        }
        return new ProxyObservation(proxies.ToImmutable(), hidden.Count == 0 ? [] : [Unreadable(hidden)]);
    }

    /// <summary>Parses a command line; null where it is no docker-proxy's. Flags come in any order, as <c>-flag value</c> or <c>-flag=value</c> (Go's flag package).</summary>
    internal static ProxyProcess? Parse(int pid, IReadOnlyList<string> arguments)
    {
        // Rootless engines call theirs rootlesskit-docker-proxy.
        if (arguments.Count == 0 || !Path.GetFileName(arguments[0]).EndsWith("docker-proxy", StringComparison.Ordinal))
            return null;
        var flags = Flags(arguments);
        return Enum.TryParse<TransportProtocol>(flags.GetValueOrDefault("proto", "tcp"), ignoreCase: true, out var protocol)
            && IPAddress.TryParse(flags.GetValueOrDefault("host-ip"), out var hostAddress)
            && ushort.TryParse(flags.GetValueOrDefault("host-port"), NumberStyles.None, CultureInfo.InvariantCulture, out var hostPort)
            && IPAddress.TryParse(flags.GetValueOrDefault("container-ip"), out var containerAddress)
            && ushort.TryParse(flags.GetValueOrDefault("container-port"), NumberStyles.None, CultureInfo.InvariantCulture, out var containerPort)
            ? new ProxyProcess(pid, protocol, hostAddress, hostPort, containerAddress, containerPort)
            : null;
    }

    private static Dictionary<string, string> Flags(IReadOnlyList<string> arguments)
    {
        var flags = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith('-'))
                continue;
            var name = arguments[i].TrimStart('-');
            if (name.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals)
                flags[name[..equals]] = name[(equals + 1)..];
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-'))
                flags[name] = arguments[++i];
        }
        return flags;
    }

    private static Gap Unreadable(List<int> pids) => new("processes", "processes-unreadable",
        $"The network namespace of docker-proxy {string.Join(", ", pids)} could not be read, so it is not known whether it serves this host: grant CAP_SYS_PTRACE.");
}
