using static NetApi.Tests.Privileged.RandomLinks;

namespace NetApi.Tests.Privileged;

/// <summary>Commands of ip(8) and bridge(8) for addresses, routes, rules, neighbours and forwarding entries of every form, drawn at random.</summary>
internal static class RandomEntries
{
    public static IEnumerable<string> Of(Random random) =>
    [
        .. Addresses(random), .. Routes(random), .. Neighbours(random),
    ];

    /// <summary>Rules, all of one family.</summary>
    public static IEnumerable<string> Rules(Random random, bool isIpv6) => Enumerable.Range(0, 6).Select(n => Rule(random, n, isIpv6));

    /// <summary>Entries of a bridge and of vxlan links.</summary>
    public static IEnumerable<string> Forwarding(Random random) =>
    [
        $"fdb add {Mac(random)} dev br0 self local",
        $"fdb append 00:00:00:00:00:00 dev vxa dst 10.9.9.{random.Next(1, 255)}",
        $"fdb add {Mac(random)} dev vxa dst 10.9.8.{random.Next(1, 255)} vni {random.Next(1, 1 << 24)}",
        $"fdb add {Mac(random)} dev vxd dst 10.9.7.7 self static",
        $"fdb add {Mac(random)} dev vxd dst 10.9.7.8 self dynamic extern_learn",
        .. from port in (string[])["veth0", "veth1", "veth2", "a0", "b1", "a2", "b3"]
        from form in (string[])["static", "dynamic", "dynamic extern_learn", "local", "sticky static"]
        select $"fdb add {Mac(random)} dev {port} master {form}",
        .. from port in (string[])["veth0", "veth1", "a0", "b1", "br1"]
        from vlans in (string[])[$"{random.Next(2, 50)}", $"{random.Next(50, 100)}-{random.Next(101, 200)} untagged", $"{random.Next(201, 300)} pvid untagged"]
        select $"vlan add dev {port} vid {vlans} {(port == "br1" ? "self" : "")}",
    ];

    private static IEnumerable<string> Addresses(Random random) =>
    [
        $"addr add 10.78.0.{random.Next(2, 250)}/24 brd + dev br0",
        $"addr add 10.78.0.251/24 dev br0 label br0:{random.Next(10)}",
        $"addr add 10.79.0.1 peer 10.79.0.{random.Next(2, 255)}/32 dev br0 scope {OneOf(random, "link", "host", "global", "site", "17")}",
        $"addr add 10.80.0.1/24 dev br0 metric {random.Next(1, 9999)} noprefixroute",
        "addr add 10.81.0.1/24 dev br1 valid_lft 5000 preferred_lft 4000",
        $"addr add fd78::{random.Next(1, 9999)}/64 dev br0 nodad {OneOf(random, "home", "noprefixroute", "mngtmpaddr", "")}",
        "addr add fd79::1 peer fd79::2/128 dev br0 nodad",
        "addr add fd80::1/64 dev br0 nodad valid_lft 5000 preferred_lft 0",
        $"addr add 127.0.0.{random.Next(2, 250)}/8 dev lo",
    ];

    private static IEnumerable<string> Routes(Random random) =>
    [
        $"route add default via 10.78.0.254 metric {random.Next(1, 9999)} proto {OneOf(random, "static", "dhcp", "bird", "250")}",
        $"route add 10.90.0.0/16 tos 0x10 dev br0 scope {OneOf(random, "link", "host", "global")}",
        $"route add 10.90.0.0/16 dev br0 metric {random.Next(1, 9999)} src 10.80.0.1",
        $"route append 10.90.0.0/16 via 10.78.0.253 metric 7 table {random.Next(300, int.MaxValue)}",
        $"route add 10.91.0.0/16 nexthop via 10.78.0.3 dev br0 weight {random.Next(1, 256)} nexthop via 10.78.0.4 dev br0 onlink",
        "route add 10.92.0.0/16 nexthop dev br0 nexthop via 127.0.0.9 dev lo",
        "route add 10.93.0.0/16 via inet6 fd78::fe dev br0",
        "route add 10.94.0.0/16 nexthop via inet6 fd78::fe dev br0 nexthop via 10.78.0.5 dev br0",
        $"route add {OneOf(random, "blackhole", "unreachable", "prohibit", "throw")} 10.95.0.0/{random.Next(16, 33)} table {random.Next(1, 1000000)}",
        $"route add local 10.96.0.0/{random.Next(16, 33)} dev lo",
        $"route add multicast 224.9.0.0/{random.Next(16, 33)} dev br0",
        $"route add default via fd78::fe dev br0 metric {random.Next(1, 9999)}",
        $"route add fd90::/64 metric {random.Next(1, 9)} nexthop via fd78::3 dev br0 nexthop via fd78::4 dev br0 weight {random.Next(1, 256)}",
        $"route add {OneOf(random, "blackhole", "unreachable", "prohibit")} fd91::/{random.Next(32, 129)} table {random.Next(1, int.MaxValue)}",
        "route add fd92::/64 from fd78::/64 dev br0",
        $"route add fd93::/64 dev br0 src fd77::1 proto {OneOf(random, "ra", "static", "77")}",
        "nexthop add id 44 via 10.78.0.8 dev br0",
        "nexthop add id 45 via 10.78.0.9 dev br0",
        $"nexthop add id 50 group 44,{random.Next(1, 200)}/45",
        "route add 10.97.0.0/16 nhid 44",
        "route add 10.98.0.0/16 nhid 50",
    ];

    private static string Rule(Random random, int number, bool isIpv6)
    {
        string Maybe(string text) => random.Next(3) == 0 ? text : "";
        var action = OneOf(
            random, $"table {random.Next(1, int.MaxValue)}", $"table main suppress_prefixlength {random.Next(33)}", "goto 32766", "nop", "blackhole", "unreachable", "prohibit", "l3mdev");
        return string.Join(
            ' ',
            $"rule add {Maybe("not")} priority {(100 * number) + random.Next(100)}",
            Maybe(isIpv6 ? $"from fd00:{random.Next(9999)}::/{random.Next(32, 129)}" : $"from 10.{random.Next(256)}.0.0/{random.Next(16, 33)}"),
            Maybe(isIpv6 ? "to fd01::1" : "to 10.2.3.4"),
            Maybe("iif br0"), Maybe("oif br1"), Maybe($"fwmark {random.Next(1, 99)}"), Maybe($"fwmark {random.Next(99)}/0x{random.Next(1, 9999):x}"),
            Maybe("tos 0x10"), Maybe($"ipproto {OneOf(random, "tcp", "udp")}"), Maybe($"sport {random.Next(1, 99)}-{random.Next(100, 999)}"),
            Maybe($"dport {random.Next(1, 65536)}"), Maybe($"uidrange {random.Next(9)}-{random.Next(10, 99)}"), Maybe($"protocol {OneOf(random, "static", "77")}"), action);
    }

    private static IEnumerable<string> Neighbours(Random random) =>
    [
        $"neigh add 10.78.0.{random.Next(1, 255)} lladdr {Mac(random)} dev br0",
        $"neigh add 10.78.1.{random.Next(1, 255)} lladdr {Mac(random)} dev br0 nud noarp",
        $"neigh add fd78::{random.Next(1, 9999)} lladdr {Mac(random)} dev br0 router extern_learn nud permanent",
        $"neigh add proxy 10.78.0.{random.Next(1, 255)} dev br0",
        $"neigh add proxy fd78::{random.Next(1, 9999)} dev br1",
        $"neigh add proxy fd78::{random.Next(1, 9999)} dev br1 router",
    ];

    private static string Mac(Random random) => $"02:00:00:{random.Next(256):x2}:{random.Next(256):x2}:{random.Next(256):x2}";
}
