using System.Globalization;

namespace NetApi.Domain.Topology;

/// <summary>The kernel's numbers of routes (linux/rtnetlink.h) in the words of ip-route(8).</summary>
public static class RouteWords
{
    /// <summary>The name that the kernel itself gives to a routing table (<c>RT_TABLE_*</c>); null for others.</summary>
    public static string? TableName(uint table) => table switch
    {
        253 => "default",
        254 => "main",
        255 => "local",
        _ => null,
    };

    /// <summary>The table's name, or its number where it has none.</summary>
    public static string Table(uint table) => TableName(table) ?? table.ToString(CultureInfo.InvariantCulture);

    /// <summary>The type (<c>RTN_*</c>), or its number where there is no word.</summary>
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
        11 => "xresolve",
        _ => type.ToString(CultureInfo.InvariantCulture),
    };
}
