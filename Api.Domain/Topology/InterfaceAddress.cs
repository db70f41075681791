using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NetApi.Domain.Topology;

/// <summary>An address of a link with the prefix length of its subnet, as <c>ip addr</c> prints it: <c>172.17.0.7/16</c>.</summary>
/// <remarks>Not <see cref="IPNetwork"/>: that masks the host bits, and 172.17.0.1/16 would become 172.17.0.0/16.</remarks>
public readonly record struct InterfaceAddress
{
    /// <summary>Makes an interface address.</summary>
    /// <param name="address">IPv4 or IPv6.</param>
    /// <param name="prefixLength">0 to 32 for IPv4, 0 to 128 for IPv6.</param>
    /// <exception cref="ArgumentOutOfRangeException">The prefix length does not fit the address family.</exception>
    public InterfaceAddress(IPAddress address, int prefixLength)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (prefixLength < 0 || prefixLength > Bits(address))
            throw new ArgumentOutOfRangeException(nameof(prefixLength), prefixLength, $"A prefix of {address} has 0 to {Bits(address)} bits.");
        Address = address;
        PrefixLength = prefixLength;
    }

    /// <summary>The address, host bits kept.</summary>
    public IPAddress Address { get; }

    /// <summary>Bits of the subnet's prefix.</summary>
    public int PrefixLength { get; }

    /// <summary>The subnet the address lies in, host bits cleared.</summary>
    public IPNetwork Subnet
    {
        get
        {
            var octets = Address.GetAddressBytes();
            for (var bit = PrefixLength; bit < octets.Length * 8; bit++)
                octets[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            return new IPNetwork(new IPAddress(octets), PrefixLength);
        }
    }

    /// <summary>Parses <c>ADDRESS/PREFIX</c>.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> has another form.</exception>
    public static InterfaceAddress Parse(string text) =>
        TryParse(text, out var parsed) ? parsed : throw new FormatException($"'{text}' is no interface address like 172.17.0.7/16.");

    /// <summary>Parses <c>ADDRESS/PREFIX</c>; false where <paramref name="text"/> has another form.</summary>
    public static bool TryParse(string? text, out InterfaceAddress parsed)
    {
        parsed = default;
        var slash = text?.IndexOf('/') ?? -1;
        if (slash < 0
            || !IPAddress.TryParse(text.AsSpan(0, slash), out var address)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            || prefix > Bits(address))
            return false;
        parsed = new InterfaceAddress(address, prefix);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
}
