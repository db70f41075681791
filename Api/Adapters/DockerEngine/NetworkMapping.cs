using System.Collections.Immutable;
using System.Net;
using Docker.DotNet.Models;
using NetApi.Domain.Topology;
using Network = NetApi.Domain.Topology.Network;

namespace NetApi.Adapters.DockerEngine;

/// <summary>A network of the engine, in the topology's words.</summary>
internal static class NetworkMapping
{
    internal const string BridgeNameOption = "com.docker.network.bridge.name";
    internal const string IccOption = "com.docker.network.bridge.enable_icc";

    private const string ParentOption = "parent";

    // libnetwork names the links it makes for a network after the first 12 digits of its id.
    private const int IdDigitsInLinkName = 12;

    public static Network ToNetwork(NetworkResponse network)
    {
        var options = ContainerMapping.Sorted(network.Options);
        return new Network
        {
            Id = ContainerMapping.Required(network.ID, "Id"),
            Name = ContainerMapping.Required(network.Name, "Name"),
            Driver = network.Driver ?? "",
            Scope = network.Scope ?? "",
            CreatedAt = new DateTimeOffset(network.Created.ToUniversalTime(), TimeSpan.Zero),
            IsInternal = network.Internal,
            IsAttachable = network.Attachable,
            IsIngress = network.Ingress,
            ParentLink = ParentLinkOf(network, options),
            Ipv6Enabled = network.EnableIPv6,
            Icc = !string.Equals(options.GetValueOrDefault(IccOption), "false", StringComparison.OrdinalIgnoreCase),
            BridgeName = network.Driver == "bridge" ? BridgeNameOf(network, options) : null,
            Subnets = SubnetsOf(network.IPAM?.Config),
            Labels = ContainerMapping.Sorted(network.Labels),
            Options = options,
        };
    }

    private static string BridgeNameOf(NetworkResponse network, ImmutableSortedDictionary<string, string> options) =>
        options.GetValueOrDefault(BridgeNameOption) is { Length: > 0 } named
            ? named
            : $"br-{ShortId(network)}";

    // Without a parent the driver makes a dummy link, and the network is cut off from the outside.
    private static string? ParentLinkOf(NetworkResponse network, ImmutableSortedDictionary<string, string> options) => network.Driver switch
    {
        "macvlan" or "ipvlan" when options.GetValueOrDefault(ParentOption) is { Length: > 0 } parent => parent,
        "macvlan" => $"dm-{ShortId(network)}",
        "ipvlan" => $"di-{ShortId(network)}",
        _ => null,
    };

    private static string ShortId(NetworkResponse network) => network.ID[..Math.Min(IdDigitsInLinkName, network.ID.Length)];

    private static ValueList<NetworkSubnet> SubnetsOf(IList<IPAMConfig>? configs)
    {
        var subnets = new List<NetworkSubnet>();
        foreach (var config in configs ?? [])
        {
            if (InterfaceAddress.TryParse(config.Subnet, out var subnet))
                subnets.Add(new NetworkSubnet(subnet.Subnet, GatewayOf(config.Gateway)));
        }
        return [.. subnets];
    }

    // Some engines and drivers write the gateway as ADDRESS/PREFIX.
    private static IPAddress? GatewayOf(string? text) =>
        IPAddress.TryParse(text?.Split('/')[0], out var gateway) ? gateway : null;
}
