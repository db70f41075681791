using System.Net;

namespace NetApi.Bench.Hosts;

/// <summary>The network of one container that does not exist.</summary>
/// <param name="Number">Counted from 0.</param>
/// <param name="Bridge">Number of its bridge.</param>
/// <param name="Path">Bind mount of its namespace.</param>
/// <param name="HostLink">The host's end of its veth pair.</param>
/// <param name="Address">Its address on <c>eth0</c>.</param>
internal sealed record SyntheticContainer(int Number, int Bridge, string Path, string HostLink, IPAddress Address)
{
    /// <summary>Its MAC, made of the address as Docker does.</summary>
    public byte[] Mac => [0x02, 0x42, .. Address.GetAddressBytes()];
}
