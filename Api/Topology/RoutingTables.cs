using System.Globalization;
using NetApi.Hosting.Problems;

namespace NetApi.Topology;

/// <summary>Names that the kernel itself gives to routing tables (<c>RT_TABLE_*</c> of linux/rtnetlink.h).</summary>
internal static class RoutingTables
{
    /// <summary>The name; null for tables without one.</summary>
    public static string? NameOf(uint id) => id switch
    {
        253 => "default",
        254 => "main",
        255 => "local",
        _ => null,
    };

    /// <summary>Reads <c>?table=</c>: a number, or a name of <see cref="NameOf"/>.</summary>
    public static uint? Read(string? text, FaultList faults)
    {
        switch (text)
        {
            case null:
                return null;
            case "default":
                return 253;
            case "main":
                return 254;
            case "local":
                return 255;
        }
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return id;
        faults.Add("?table", "unknown-word", $"'{text}' is no table; give main, local, default, or a number up to {uint.MaxValue}.");
        return null;
    }
}
