using System.Net;
using NetApi.Domain.Diff;

namespace NetApi.Domain.Graph.Union;

/// <summary>Which nodes a change is about, by the names of <see cref="NodeKeys"/>.</summary>
internal static class ConcernedNodes
{
    /// <summary>Names of nodes; there may be none of that name.</summary>
    public static IEnumerable<string> Of(Change change) => change.Entity switch
    {
        ChangeEntity.Container => [$"container:{change.Key}"],
        ChangeEntity.Engine or ChangeEntity.Gap => [],
        _ => new[] { change.Before, change.After }.OfType<object>().SelectMany(Of).Distinct(StringComparer.Ordinal),
    };

    private static IEnumerable<string> Of(object view) => view switch
    {
        PublishedPortView port => [$"port:{new IPEndPoint(port.HostAddress, port.HostPort)}/{port.Protocol.ToString().ToLowerInvariant()}"],
        NetworkView network => [$"network:{network.Name}", $"network:{network.Name}@{network.Id}"],
        AttachmentView attachment => [$"container:{attachment.Container}"],
        LinkView link => [$"link:{link.Key}"],
        VethPairView pair => [.. pair.Ends.Select(e => $"link:{e.Key}"), $"veth:{pair.Inner.Key}"],
        AddressView address => [$"link:{address.Namespace}/{address.Link}"],
        IPlacedView placed => [placed.Namespace == GraphNames.Host ? GraphNames.Host : $"namespace:{placed.Namespace}"],
        _ => [],
    };
}
