using System.Globalization;

namespace NetApi.Domain.Diff;

/// <summary>The kernel's numbers of routes in the words of ip-route(8).</summary>
internal static class RouteWords
{
    public static string Table(uint table) => table switch
    {
        253 => "default",
        254 => "main",
        255 => "local",
        _ => table.ToString(CultureInfo.InvariantCulture),
    };

    public static string Type(byte type) => type switch
    {
        1 => "unicast",
        2 => "local",
        3 => "broadcast",
        4 => "anycast",
        5 => "multicast",
        6 => "blackhole",
        7 => "unreachable",
        8 => "prohibit",
        9 => "throw",
        10 => "nat",
        _ => type.ToString(CultureInfo.InvariantCulture),
    };
}
