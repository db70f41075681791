using System.Text.Json.Nodes;
using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Tests.Adapters.Netlink;

/// <summary>Captured replies of the kernel and iproute2's words for the same; Captures/netlink/README.md says how they were made.</summary>
internal static class Capture
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public static string Text(string name) => File.ReadAllText(PathOf(name));

    public static JsonArray Golden(string name) => JsonNode.Parse(File.ReadAllText(PathOf(name)))!.AsArray();

    public static List<T> Decode<T>(ReadOnlySpan<byte> bytes, MessageDecoder<T> decode)
        where T : class
    {
        var items = new List<T>();
        var reader = new NetlinkMessageReader(bytes);
        while (reader.TryRead(out var message))
        {
            if (decode(message) is { } item)
                items.Add(item);
        }
        return items;
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Captures", "netlink", name);
}
