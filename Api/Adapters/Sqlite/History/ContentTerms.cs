using NetApi.Domain.Topology;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>The words by which a thing is found in the history, whatever became of it.</summary>
internal static class ContentTerms
{
    /// <summary>Words of a thing; none for what nobody asks for by a word.</summary>
    public static IEnumerable<string> Of(object item) => item switch
    {
        NetworkNamespace netns => [Netns(netns.Id), .. netns.ContainerIds.Select(Inhabitant), .. netns.Kind == NetnsKind.Host ? [Host] : Array.Empty<string>()],
        LinkAddress address => [Ip(address.Address.Address.ToString())],
        Link { Kind: not "loopback" } link => [IfIndex(link.Index), .. link.Mac is { } mac ? [Mac(mac.ToString())] : Array.Empty<string>()],
        ListeningSocket socket => [Port(socket.Port)],
        Container container => [Name(container.Name), ContainerId(container.Id), .. container.PublishedPorts.Select(p => p.HostPort).Where(p => p > 0).Distinct().Select(Port)],
        Domain.Topology.Gap gap => [Gap(gap.Scope)],
        _ => [],
    };

    /// <summary>Namespaces that were the host's own.</summary>
    public const string Host = "netns-kind:host";

    public static string IfIndex(int index) => $"ifindex:{index}";

    public static string Netns(NetnsId id) => $"netns:{id}";

    public static string Inhabitant(string containerId) => $"inhabitant:{containerId}";

    public static string Ip(string address) => $"ip:{address}";

    public static string Mac(string mac) => $"mac:{mac}";

    public static string Port(int port) => $"port:{port}";

    public static string Name(string name) => $"name:{name}";

    public static string Gap(string scope) => $"gap:{scope}";

    public static string ContainerId(string id) => $"id:{id}";
}
