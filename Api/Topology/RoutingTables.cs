using System.Globalization;
using NetApi.Hosting.Problems;

namespace NetApi.Topology;

/// <summary>Reads routing tables that are given as parameters.</summary>
internal static class RoutingTables
{
    /// <summary>Reads <c>?table=</c>: a number, or a name of <see cref="Domain.Topology.RouteWords.TableName"/>.</summary>
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
