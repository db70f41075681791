using NetApi.Hosting.Problems;

namespace NetApi.Topology;

/// <summary>Checks ports that are given as parameters.</summary>
internal static class PortNumbers
{
    /// <summary>Adds a fault where the port is none; null is no port to check.</summary>
    public static void Check(string parameter, int? port, FaultList faults)
    {
        if (port is < 1 or > 65_535)
            faults.Add($"?{parameter}", "port-out-of-range", $"{parameter} is {port}; a port is 1 to 65535.");
    }
}
