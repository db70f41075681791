using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using NetApi.Adapters.DockerEngine;
using NetApi.Hosting.Problems;

namespace NetApi.Containers;

/// <summary>Reads the networks a container is to be attached to.</summary>
internal static class AttachmentReader
{
    /// <summary>The attachments, in the request's order.</summary>
    public static ImmutableArray<AttachmentSpec> Read(IReadOnlyList<NetworkRequest> networks, FaultList faults)
    {
        var twice = networks.GroupBy(n => n.Name).Where(g => g.Key is not null && g.Count() > 1).Select(g => g.Key!);
        foreach (var name in twice)
            faults.Add("/networks", "network-twice", $"Network '{name}' is asked for twice; a container attaches to a network once.");
        return [.. networks.Select((n, i) => ReadOne(n, $"/networks/{i}", faults))];
    }

    /// <summary>One attachment; <paramref name="pointer"/> says where in the body it stands.</summary>
    public static AttachmentSpec ReadOne(NetworkRequest network, string pointer, FaultList faults)
    {
        if (string.IsNullOrEmpty(network.Name))
            faults.Add($"{pointer}/name", "missing", "name is missing; GET /api/v1/networks lists the networks.");
        else if (network.Name is "host" or "none" || network.Name.StartsWith("container:", StringComparison.Ordinal))
            faults.Add($"{pointer}/name", "network-mode-not-allowed", $"'{network.Name}' is a network mode that NetApi does not give: containers get a network namespace of their own, attached to networks.");
        for (var i = 0; i < (network.Aliases?.Count ?? 0); i++)
        {
            if (network.Aliases![i].Length == 0)
                faults.Add($"{pointer}/aliases/{i}", "malformed-name", "An alias must not be empty.");
        }
        return new AttachmentSpec(
            network.Name ?? "",
            ReadAddress(network.Ipv4Address, AddressFamily.InterNetwork, $"{pointer}/ipv4Address", faults),
            ReadAddress(network.Ipv6Address, AddressFamily.InterNetworkV6, $"{pointer}/ipv6Address", faults),
            [.. network.Aliases ?? []]);
    }

    private static IPAddress? ReadAddress(string? text, AddressFamily family, string pointer, FaultList faults)
    {
        if (text is null)
            return null;
        if (HostAddress.TryParse(text, out var address) && address.AddressFamily == family)
            return address;
        faults.Add(pointer, "malformed-address", $"'{text}' is no {(family == AddressFamily.InterNetwork ? "IPv4 address such as 172.20.0.10" : "IPv6 address such as 2001:db8::10")}.");
        return null;
    }
}
