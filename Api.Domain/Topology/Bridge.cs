using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>A Linux bridge with its ports.</summary>
/// <param name="Link">The bridge itself.</param>
/// <param name="Ports">Links enslaved to it, by ifindex.</param>
public sealed record Bridge(Link Link, ImmutableArray<Link> Ports)
{
    /// <summary>Every bridge of one namespace, by name.</summary>
    public static ImmutableArray<Bridge> Of(HostState state, NetnsId id)
    {
        var index = HostIndex.Of(state);
        return [.. index.LinksOf(id).Where(l => l.IsBridge).OrderBy(l => l.Name, StringComparer.Ordinal).Select(b => new Bridge(b, index.PortsOf(b)))];
    }
}
