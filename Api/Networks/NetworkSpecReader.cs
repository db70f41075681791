using System.Collections.Immutable;
using NetApi.Adapters.DockerEngine;
using NetApi.Containers;
using NetApi.Hosting.Problems;

namespace NetApi.Networks;

/// <summary>Reads what a request asks for, and lists every fault that can be told without looking at the host.</summary>
internal static class NetworkSpecReader
{
    /// <summary>The network the request asks for; of what is at fault only the parts that could be read.</summary>
    public static NetworkSpec Read(CreateNetworkRequest request, FaultList faults)
    {
        CheckName(request.Name, faults);
        var subnet = SubnetReader.ReadIpv4(request.Subnet, faults);
        if (request.Ipv6Subnet is not null && !request.Ipv6)
            faults.Add("/ipv6Subnet", "ipv6-off", "ipv6Subnet needs ipv6: true.");
        ContainerSpecReader.CheckMap(request.Labels, "/labels", faults);
        return new NetworkSpec
        {
            Name = request.Name ?? "",
            Subnet = subnet,
            Gateway = SubnetReader.ReadGateway(request.Gateway, subnet, request.Subnet is not null, faults),
            Ipv6Subnet = SubnetReader.ReadIpv6(request.Ipv6Subnet, faults),
            EnableIpv6 = request.Ipv6,
            Internal = request.Internal,
            Icc = request.Icc,
            Labels = (request.Labels ?? ImmutableDictionary<string, string>.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private static void CheckName(string? name, FaultList faults)
    {
        if (string.IsNullOrEmpty(name))
            faults.Add("/name", "missing", "name is missing.");
        else if (!ContainerSpecReader.EngineName().IsMatch(name))
            faults.Add("/name", "malformed-name", $"'{name}' is no name: begin with a letter or digit, then letters, digits, '_', '.' and '-', two characters or more.");
        else if (name == "default")
            faults.Add("/name", "name-reserved", "'default' is a network mode of Docker's; choose another name.");
    }
}
