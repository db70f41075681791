using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Iproute2;

/// <summary>Listening sockets in the words of <c>ss -H -lntue</c>.</summary>
internal static class Ss
{
    public static IEnumerable<ListeningSocket> All(string lines, NetnsId id, Dictionary<string, int> indices) =>
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => Of(l.Split(' ', StringSplitOptions.RemoveEmptyEntries), id, indices));

    // udp UNCONN 0 0 *%br0:56 *:* uid:5 ino:139776 sk:3 v6only:0 <->
    private static ListeningSocket Of(string[] words, NetnsId id, Dictionary<string, int> indices)
    {
        var colon = words[4].LastIndexOf(':');
        var (name, link) = words[4][..colon].Split('%') is [var before, var after] ? (before, after) : (words[4][..colon], null);
        var address = IPAddress.Parse(name == "*" ? "::" : name.Trim('[', ']'));
        var bound = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return new ListeningSocket
        {
            Namespace = id,
            Protocol = Enum.Parse<TransportProtocol>(words[0], ignoreCase: true),
            Address = bound,
            Port = int.Parse(words[4].AsSpan(colon + 1), CultureInfo.InvariantCulture),
            IsV6Only = bound.AddressFamily == AddressFamily.InterNetworkV6 ? Tagged(words, "v6only:") == "1" : null,
            LinkIndex = link is null ? null : indices[link.TrimEnd(']')],
            Inode = ulong.Parse(Tagged(words, "ino:")!, CultureInfo.InvariantCulture),
            Uid = uint.Parse(Tagged(words, "uid:") ?? "0", CultureInfo.InvariantCulture),
        };
    }

    private static string? Tagged(string[] words, string tag) =>
        words.FirstOrDefault(w => w.StartsWith(tag, StringComparison.Ordinal))?[tag.Length..];
}
