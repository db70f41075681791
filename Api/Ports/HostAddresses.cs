using System.Net;
using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.Ports;

/// <summary>Reads host addresses that are given as parameters.</summary>
internal static class HostAddresses
{
    /// <summary>The address; null where none is given, or where it is at fault and <paramref name="faults"/> says so.</summary>
    public static IPAddress? Read(string? text, FaultList faults)
    {
        if (text is null)
            return null;
        if (HostAddress.TryParse(text, out var address))
            return address;
        faults.Add("?address", "malformed-address", $"'{text}' is no IP address: IPv4 has four numbers from 0 to 255 such as 192.0.2.10, IPv6 a form such as 2001:db8::10. Omit address for all addresses.");
        return null;
    }

    /// <summary>Adds a fault where no link of the host has the address; a state without the host's links faults nothing.</summary>
    public static void CheckHeld(IPAddress? address, HostState state, FaultList faults)
    {
        if (address is null || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || IPAddress.IsLoopback(address) || state.HostNamespace is not { } host)
            return;
        var held = state.LinksOf(host.Id).SelectMany(l => l.Addresses).Select(a => a.Address).ToHashSet();
        if (held.Contains(address))
            return;
        var choices = held.Where(a => !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal).Select(a => a.ToString()).Order(StringComparer.Ordinal);
        faults.Add("?address", "address-not-on-host", $"No link of the host has the address {address}. Its addresses are {string.Join(", ", choices)}; omit address for all of them.");
    }
}
