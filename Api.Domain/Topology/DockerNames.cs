using System.Globalization;

namespace NetApi.Domain.Topology;

/// <summary>Names that Docker gives to bridges, and to the files it mounts a swarm's namespaces on.</summary>
internal static class DockerNames
{
    /// <summary>Where the sandbox of a swarm's routing mesh is mounted.</summary>
    public const string RoutingMeshFile = "ingress_sbox";

    private const string BridgePrefix = "br-";
    private const int BridgeIdDigits = 12;
    private const string LoadBalancerPrefix = "lb_";

    // A file's name has twelve characters, and what comes before the network's id takes some of them.
    private const int LeastIdDigits = 8;

    /// <summary>Whether a bridge is one that Docker made: docker0, docker_gwbridge, or br- and the first twelve digits of the network's id.</summary>
    public static bool IsBridge(string name) =>
        name is "docker0" or "docker_gwbridge"
        || (name.Length == BridgePrefix.Length + BridgeIdDigits && name.StartsWith(BridgePrefix, StringComparison.Ordinal) && name[BridgePrefix.Length..].All(char.IsAsciiHexDigitLower));

    /// <summary>Whether a namespace that is mounted there is an overlay network's, its load balancer's or the routing mesh's. None of them has a process.</summary>
    public static bool IsSwarms(string path) => OverlayIn(path) is not null || LoadBalancedIn(path) is not null || IsRoutingMesh(path);

    /// <summary>Whether the sandbox of the routing mesh is mounted there.</summary>
    public static bool IsRoutingMesh(string path) => FileOf(path) == RoutingMeshFile;

    /// <summary>The beginning of an overlay network's id, where its namespace is mounted there as <c>N-NETWORKID</c>; else null.</summary>
    public static string? OverlayIn(string path)
    {
        var file = FileOf(path);
        var dash = file.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && int.TryParse(file.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? IdOf(file[(dash + 1)..]) : null;
    }

    /// <summary>The beginning of an overlay network's id, where its load balancer's sandbox is mounted there as <c>lb_NETWORKID</c>; else null.</summary>
    public static string? LoadBalancedIn(string path)
    {
        var file = FileOf(path);
        return file.StartsWith(LoadBalancerPrefix, StringComparison.Ordinal) ? IdOf(file[LoadBalancerPrefix.Length..]) : null;
    }

    private static string? IdOf(string text) => text.Length >= LeastIdDigits && text.All(char.IsAsciiLetterOrDigit) ? text : null;

    // libnetwork's directory is netns in whichever directory the engine keeps its state; others may have such names elsewhere.
    private static string FileOf(string path) => path.Split('/') is [.., "netns", var file] ? file : "";
}
