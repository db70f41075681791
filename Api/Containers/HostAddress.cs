using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace NetApi.Containers;

/// <summary>Reads addresses as people mean them.</summary>
internal static class HostAddress
{
    /// <summary>Reads an IPv4 address of four decimal parts, or an IPv6 address without a scope.</summary>
    /// <remarks>.NET also takes <c>1</c>, <c>0x7f.1</c> and octal parts as IPv4: none of them is what anybody meant.</remarks>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && (address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text : !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal));
}
