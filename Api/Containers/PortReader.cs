using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.Containers;

/// <summary>Reads the ports a request publishes; ranges become one entry a port.</summary>
internal static class PortReader
{
    /// <summary>Ports one container may publish: each costs rules, and a docker-proxy process.</summary>
    public const int MaxPorts = 1_000;

    /// <summary>The ports, in the request's order; those at fault are left out, and so are those beyond <see cref="MaxPorts"/> and one.</summary>
    public static ImmutableArray<PortSpec> Read(IReadOnlyList<PortRequest> ports, FaultList faults)
    {
        var read = ImmutableArray.CreateBuilder<PortSpec>();
        for (var i = 0; i < ports.Count; i++)
            read.AddRange(ReadOne(ports[i], $"/ports/{i}", faults).Take(MaxPorts + 1 - read.Count));
        if (read.Count > MaxPorts)
            faults.Add("/ports", "too-many", $"More than {MaxPorts} ports are to be published, which is the most that one container publishes.");
        else
            CheckTwice(read, faults);
        return read.ToImmutable();
    }

    /// <summary>Whether both would listen on one port of one address.</summary>
    public static bool Overlap(PortSpec a, PortSpec b) =>
        a.Protocol == b.Protocol && a.HostPort == b.HostPort && a.HostPort != 0 && Overlap(a.HostAddress, b.HostAddress);

    private static IEnumerable<PortSpec> ReadOne(PortRequest port, string pointer, FaultList faults)
    {
        var addressIsRead = TryReadHostIp(port.HostIp, pointer, faults, out var address);
        var protocol = ReadProtocol(port.Protocol, pointer, faults);
        var container = ReadRange(port.ContainerPort, lowest: 1, $"{pointer}/containerPort", faults);
        var host = port.HostPort is null ? new PortRange(0, 1) : ReadRange(port.HostPort, lowest: 0, $"{pointer}/hostPort", faults);
        if (!addressIsRead || container is not { } inner || host is not { } outer)
            return [];
        var engineChooses = outer is { First: 0, Count: 1 };
        if (!engineChooses && outer.First == 0)
            faults.Add($"{pointer}/hostPort", "port-out-of-range", $"'{port.HostPort}' begins with 0; a range begins with 1 or more.");
        if (!engineChooses && outer.Count != inner.Count)
        {
            faults.Add($"{pointer}/hostPort", "range-length", $"'{port.HostPort}' has {outer.Count} ports and containerPort '{port.ContainerPort}' has {inner.Count}; both need the same.");
            return [];
        }
        return Enumerable.Range(0, inner.Count)
            .Select(n => new PortSpec(address, engineChooses ? 0 : outer.First + n, inner.First + n, protocol));
    }

    private static bool TryReadHostIp(string? text, string pointer, FaultList faults, out IPAddress? address)
    {
        address = null;
        if (text is null || HostAddress.TryParse(text, out address))
            return true;
        faults.Add($"{pointer}/hostIp", "malformed-address", $"'{text}' is no IP address: IPv4 has four numbers from 0 to 255 such as 192.0.2.10, IPv6 a form such as 2001:db8::10. Omit hostIp for all addresses.");
        return false;
    }

    private static TransportProtocol ReadProtocol(string? word, string pointer, FaultList faults)
    {
        switch (word)
        {
            case null or "tcp": return TransportProtocol.Tcp;
            case "udp": return TransportProtocol.Udp;
            case "sctp": return TransportProtocol.Sctp;
            default:
                faults.Add($"{pointer}/protocol", "unknown-word", $"'{word}' is no protocol that can be published; give tcp, udp or sctp.");
                return TransportProtocol.Tcp;
        }
    }

    private static PortRange? ReadRange(PortText? text, int lowest, string pointer, FaultList faults)
    {
        if (text is not { } written)
            faults.Add(pointer, "missing", "containerPort is missing; give a port from 1 to 65535, or a range such as \"80-83\".");
        else if (written.TryRead(lowest, out var range))
            return range;
        else
            faults.Add(pointer, "port-out-of-range", $"'{written}' is no port from {lowest} to {PortText.MaxPort}, nor a range such as \"8000-8003\".");
        return null;
    }

    private static void CheckTwice(ImmutableArray<PortSpec>.Builder ports, FaultList faults)
    {
        foreach (var port in ports.Where((p, i) => ports.Take(i).Any(earlier => Overlap(earlier, p))))
            faults.Add("/ports", "port-twice", $"Host port {port.HostPort}/{port.Protocol.ToString().ToLowerInvariant()} is asked for twice in this request.");
    }

    // Docker publishes on all IPv4 and all IPv6 addresses by two wildcards; null means both.
    private static bool Overlap(IPAddress? a, IPAddress? b) =>
        a is null || b is null || (a.AddressFamily == b.AddressFamily && (a.Equals(b) || IsWildcard(a) || IsWildcard(b)));

    private static bool IsWildcard(IPAddress address) =>
        address.Equals(address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any);
}
