using System.Globalization;

namespace NetApi.Domain.Topology;

/// <summary>A 48-bit link-layer address (IEEE 802 EUI-48), written as <c>02:42:ac:11:00:07</c>.</summary>
/// <remarks>An own type, because <see cref="System.Net.NetworkInformation.PhysicalAddress"/> has no value and no JSON form.</remarks>
public readonly record struct MacAddress
{
    /// <summary>Octets in an EUI-48.</summary>
    public const int Length = 6;

    private readonly ulong _bits;

    private MacAddress(ulong bits) => _bits = bits;

    /// <summary>Whether it is a group's address; broadcast is one.</summary>
    public bool IsMulticast => (_bits >> (8 * (Length - 1)) & 1) != 0;

    /// <summary>Reads six octets in network order, as <c>IFLA_ADDRESS</c> carries them.</summary>
    /// <exception cref="ArgumentException"><paramref name="octets"/> is not six octets long.</exception>
    public static MacAddress FromOctets(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Length)
            throw new ArgumentException($"An EUI-48 has {Length} octets, not {octets.Length}.", nameof(octets));
        ulong bits = 0;
        foreach (var octet in octets)
            bits = (bits << 8) | octet;
        return new MacAddress(bits);
    }

    /// <summary>Parses the colon form.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is not six two-digit hexadecimal octets separated by colons.</exception>
    public static MacAddress Parse(string text) =>
        TryParse(text, out var mac) ? mac : throw new FormatException($"'{text}' is no MAC address like 02:42:ac:11:00:07.");

    /// <summary>Parses the colon form; false where <paramref name="text"/> is anything else.</summary>
    public static bool TryParse(string? text, out MacAddress mac)
    {
        mac = default;
        if (text is not { Length: (Length * 3) - 1 })
            return false;
        Span<byte> octets = stackalloc byte[Length];
        for (var i = 0; i < Length; i++)
        {
            if (i > 0 && text[(i * 3) - 1] != ':')
                return false;
            if (!byte.TryParse(text.AsSpan(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out octets[i]))
                return false;
        }
        mac = FromOctets(octets);
        return true;
    }

    /// <summary>Whether it names a group (multicast and broadcast): the lowest bit of the first octet (IEEE 802).</summary>
    public bool IsGroup => ((_bits >> (8 * (Length - 1))) & 1) != 0;

    /// <summary>Compares by octets, the first one first.</summary>
    public int CompareTo(MacAddress other) => _bits.CompareTo(other._bits);

    /// <inheritdoc/>
    public override string ToString()
    {
        var bits = _bits;
        return string.Join(':', Enumerable.Range(0, Length).Select(i => ((byte)(bits >> (8 * (Length - 1 - i)))).ToString("x2", CultureInfo.InvariantCulture)));
    }
}
