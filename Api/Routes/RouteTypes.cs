using System.Globalization;

namespace NetApi.Routes;

/// <summary>Types of routes in the words of ip-route(8) (<c>RTN_*</c> of linux/rtnetlink.h).</summary>
internal static class RouteTypes
{
    /// <summary>The word; the number where there is none.</summary>
    public static string WordOf(byte type) => type switch
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
        11 => "xresolve",
        _ => type.ToString(CultureInfo.InvariantCulture),
    };
}
