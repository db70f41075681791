using System.Net;
using System.Text.Json.Nodes;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Iproute2;

/// <summary>Neighbours in the words of <c>ip -j neigh show nud all</c> and <c>ip -j neigh show proxy</c>.</summary>
internal static class IpNeighbour
{
    public static IEnumerable<Neighbour> All(JsonArray neighbours, NetnsId id, Dictionary<string, int> indices) =>
        neighbours.Select(n => Of(n!.AsObject(), id, indices));

    private static Neighbour Of(JsonObject neighbour, NetnsId id, Dictionary<string, int> indices) => new()
    {
        Namespace = id,
        LinkIndex = indices[(string)neighbour["dev"]!],
        Address = IPAddress.Parse((string)neighbour["dst"]!),
        Mac = MacAddress.TryParse((string?)neighbour["lladdr"], out var mac) ? mac : null,
        State = neighbour["state"]?.AsArray() is [{ } state] ? Enum.Parse<NeighbourState>((string)state!, ignoreCase: true) : NeighbourState.None,
        IsProxy = neighbour.ContainsKey("proxy"),
        IsRouter = neighbour.ContainsKey("router"),
        IsExternallyLearned = neighbour.ContainsKey("extern_learn"),
    };
}
