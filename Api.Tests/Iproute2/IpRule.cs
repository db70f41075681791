using System.Net;
using System.Text.Json.Nodes;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Iproute2;

/// <summary>Rules in the words of <c>ip -j -d rule</c>.</summary>
internal static class IpRule
{
    private static readonly Dictionary<string, byte> IpProtocols = new() { ["icmp"] = 1, ["tcp"] = 6, ["udp"] = 17, ["sctp"] = 132, ["ipv6-icmp"] = 58 };

    public static IEnumerable<RoutingRule> All(JsonArray rules, NetnsId id, bool isIpv6) => rules.Select(r => Of(r!.AsObject(), id, isIpv6));

    private static RoutingRule Of(JsonObject rule, NetnsId id, bool isIpv6) => new()
    {
        Namespace = id,
        IsIpv6 = isIpv6,
        Priority = (uint)rule["priority"]!,
        Action = rule.ContainsKey("goto") ? "goto" : rule.ContainsKey("nop") ? "nop" : (string?)rule["action"] ?? "table",
        Table = (string?)rule["table"] is { } table ? IpRoute.Table(table) : 0,
        IsInverted = rule.ContainsKey("not"),
        Source = Network(rule, "src", isIpv6),
        Destination = Network(rule, "dst", isIpv6),
        IncomingLink = (string?)rule["iif"],
        OutgoingLink = (string?)rule["oif"],
        Mark = Number(rule["fwmark"]),
        MarkMask = Number(rule["fwmask"]),
        Tos = (byte)(Number(rule["tos"]) ?? 0),
        IpProtocol = (string?)rule["ipproto"] is { } protocol ? IpProtocols[protocol] : null,
        SourcePorts = Ports(rule, "sport"),
        DestinationPorts = Ports(rule, "dport"),
        Uids = rule["uid_start"] is { } first ? new UidRange((uint)first, (uint)rule["uid_end"]!) : null,
        IsL3mdev = rule.ContainsKey("l3mdev"),
        SuppressPrefixLength = (uint?)rule["suppress_prefixlen"],
        Goto = (uint?)rule["goto"],
        Protocol = (string)rule["protocol"]!,
    };

    private static IPNetwork? Network(JsonObject rule, string end, bool isIpv6) => (string?)rule[end] is not { } address || address == "all"
        ? null
        : new IPNetwork(IPAddress.Parse(address), (int?)rule[$"{end}len"] ?? (isIpv6 ? 128 : 32));

    private static PortRange? Ports(JsonObject rule, string end) => rule[end] is { } one
        ? new PortRange((ushort)one, (ushort)one)
        : rule[$"{end}_start"] is { } first ? new PortRange((ushort)first, (ushort)rule[$"{end}_end"]!) : null;

    private static uint? Number(JsonNode? text) => text is null ? null : Convert.ToUInt32((string)text!, 16);
}
