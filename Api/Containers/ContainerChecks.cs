using System.Net;
using System.Net.Sockets;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.Containers;

/// <summary>Holds a container that is to be created against the host as it is now: names, addresses, networks.</summary>
internal static class ContainerChecks
{
    /// <summary>Adds every clash to <paramref name="faults"/>.</summary>
    public static void Check(ContainerSpec spec, HostState state, FaultList faults)
    {
        if (spec.Name is { } name && state.Containers.FirstOrDefault(c => c.Name == name) is { } holder)
            faults.AddConflict("/name", "name-taken", $"The name {name} is in use by container {holder.Id[..12]} ({holder.State.ToString().ToLowerInvariant()}). Remove that one, or choose another name.");
        CheckHostAddresses(spec, state, faults);
        for (var i = 0; i < spec.Networks.Length; i++)
            CheckAttachment(spec.Networks[i], state, $"/networks/{i}", faults);
    }

    private static void CheckHostAddresses(ContainerSpec spec, HostState state, FaultList faults)
    {
        if (state.HostNamespace is not { } host)
            return;
        var held = state.LinksOf(host.Id).SelectMany(l => l.Addresses).Select(a => a.Address).ToHashSet();
        foreach (var address in spec.Ports.Select(p => p.HostAddress).OfType<IPAddress>().Distinct().Where(a => !IsAlwaysThere(a) && !held.Contains(a)))
        {
            var choices = held.Where(a => a.AddressFamily == address.AddressFamily && !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal).Select(a => a.ToString()).Order(StringComparer.Ordinal);
            faults.Add("/ports", "address-not-on-host", $"No link of the host has the address {address}. Its addresses are {string.Join(", ", choices)}; omit hostIp for all of them.");
        }
    }

    private static void CheckAttachment(AttachmentSpec attachment, HostState state, string pointer, FaultList faults)
    {
        if (faults.Has($"{pointer}/name"))
            return;
        switch (NetworkLookup.Find(state, attachment.Network))
        {
            case Lookup<Network>.Found(var network):
                CheckAddresses(attachment, network, state, pointer, faults);
                break;
            case Lookup<Network>.Ambiguous(var candidates):
                faults.Add($"{pointer}/name", "ambiguous", $"'{attachment.Network}' fits {candidates.Length} networks: {string.Join(", ", candidates.Select(n => n.Id[..12]))}. Give one's id.");
                break;
            default:
                faults.Add($"{pointer}/name", "unknown-network", $"There is no network '{attachment.Network}'. GET /api/v1/networks lists them, POST makes one.");
                break;
        }
    }

    /// <summary>Adds what is wrong with the addresses and aliases of an attachment to <paramref name="network"/>.</summary>
    public static void CheckAddresses(AttachmentSpec attachment, Network network, HostState state, string pointer, FaultList faults)
    {
        if (network.Driver is "host" or "null")
        {
            faults.Add($"{pointer}/name", "network-mode-not-allowed", $"'{attachment.Network}' is the {network.Driver} network; NetApi gives containers a network namespace of their own, attached to networks.");
            return;
        }
        // The engine keeps fixed addresses and aliases for networks that a user made.
        if (network.Name == "bridge" && (attachment.Ipv4Address is not null || attachment.Ipv6Address is not null || attachment.Aliases.Length > 0))
            faults.Add(pointer, "default-bridge", "Docker's default bridge takes neither fixed addresses nor aliases. Make a network of your own: POST /api/v1/networks.");
        else
        {
            CheckAddress(attachment.Ipv4Address, "ipv4Address", network, state, pointer, faults);
            CheckAddress(attachment.Ipv6Address, "ipv6Address", network, state, pointer, faults);
        }
    }

    private static void CheckAddress(IPAddress? address, string member, Network network, HostState state, string pointer, FaultList faults)
    {
        if (address is null)
            return;
        if (!network.Subnets.Any(s => s.Subnet.Contains(address)))
            faults.Add($"{pointer}/{member}", "address-outside-subnet", $"{address} is not within network {network.Name}: {string.Join(", ", network.Subnets.Select(s => s.Subnet))}.");
        else if (HolderOf(address, network, state) is { } holder)
            faults.AddConflict($"{pointer}/{member}", "address-taken", $"{address} on network {network.Name} is held by {holder}. Choose another, or omit {member}.");
    }

    private static string? HolderOf(IPAddress address, Network network, HostState state)
    {
        // The engine leaves a gateway out that it chose itself; the kernel shows it on the bridge.
        var bridge = state.HostNamespace is { } host ? state.LinksOf(host.Id).FirstOrDefault(l => l.Name == network.BridgeName) : null;
        if (network.Subnets.Any(s => address.Equals(s.Gateway)) || bridge?.Addresses.Any(a => a.Address.Equals(address)) == true)
            return "the network's gateway";
        return state.Containers
            .FirstOrDefault(c => c.Networks.Any(n => n.NetworkId == network.Id && (address.Equals(n.Ipv4?.Address) || address.Equals(n.Ipv6?.Address))))?.Name;
    }

    // All of 127/8 answers on lo, though the link has only 127.0.0.1.
    private static bool IsAlwaysThere(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || (address.AddressFamily == AddressFamily.InterNetwork && IPAddress.IsLoopback(address));
}
