namespace NetApi.Tests.Privileged;

/// <summary>Commands of ip(8) for links of every kind, drawn at random. A kernel that lacks a kind refuses it.</summary>
internal static class RandomLinks
{
    /// <summary>Kinds that a topology is to have, and what makes a plain one in a namespace with a bridge br0.</summary>
    public static IReadOnlyDictionary<string, string> Kinds { get; } = new Dictionary<string, string>
    {
        ["bond"] = "link add probe type bond",
        ["bridge"] = "link add probe type bridge",
        ["dummy"] = "link add probe type dummy",
        ["geneve"] = "link add probe type geneve id 1 remote 10.9.9.9",
        ["gre"] = "link add probe type gre local 10.9.9.8 remote 10.9.9.9",
        ["gretap"] = "link add probe type gretap local 10.9.9.8 remote 10.9.9.9",
        ["ifb"] = "link add probe type ifb",
        ["ip6gre"] = "link add probe type ip6gre local fd99::1 remote fd99::2",
        ["ipip"] = "link add probe type ipip local 10.9.9.8 remote 10.9.9.9",
        ["ipvlan"] = "link add probe link br0 type ipvlan",
        ["macvlan"] = "link add probe link br0 type macvlan",
        ["macvtap"] = "link add probe link br0 type macvtap",
        ["sit"] = "link add probe type sit local 10.9.9.8",
        ["team"] = "link add probe type team",
        ["tun"] = "tuntap add mode tun name probe",
        ["veth"] = "link add probe type veth peer name other",
        ["vlan"] = "link add probe link br0 type vlan id 1",
        ["vrf"] = "link add probe type vrf table 1",
        ["vxlan"] = "link add probe type vxlan id 1 dstport 4789",
        ["wireguard"] = "link add probe type wireguard",
    };

    /// <summary>Makes links.</summary>
    public static IEnumerable<string> Of(Random random) =>
    [
        $"link add vxa type vxlan id {random.Next(1, 1 << 24)} dstport {random.Next(1, 65536)} local 10.77.0.1 remote 10.9.0.{random.Next(1, 255)} {Prefixed(random, "learning")}",
        $"link add vxb type vxlan external dstport {random.Next(20000, 30000)}",
        $"link add vxc type vxlan id {random.Next(1, 1 << 24)} dstport {random.Next(30000, 40000)} local fd77::1 group ff02::{random.Next(1, 99)} dev br0",
        $"link add vxd type vxlan id {random.Next(1, 1 << 24)} dstport {random.Next(40000, 50000)}",
        $"link add mva link br0 type macvlan mode {OneOf(random, "private", "vepa", "bridge", "source")}",
        "link add mvb link br0 type macvlan mode bridge",
        $"link add mta link br1 type macvtap mode {OneOf(random, "private", "vepa", "bridge", "passthru")}",
        "link add ifba type ifb",
        $"tuntap add mode {OneOf(random, "tun", "tap")} name tuna",
        $"link add vla link br0 type vlan id {random.Next(1, 4095)} protocol {OneOf(random, "802.1Q", "802.1ad")}",
        // A link that has macvlans on it takes no ipvlan.
        "link add ipbase type bridge",
        $"link add ipa link ipbase type ipvlan mode {OneOf(random, "l2", "l3", "l3s")}",
        "link add duma type dummy",
        $"link add bonda type bond mode {OneOf(random, "balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb")}",
        "link set duma master bonda",
        "link add teama type team",
        $"link add vrfa type vrf table {random.Next(1000, 2000)}",
        "link add wga type wireguard",
        $"link add grea type gre local 10.77.0.1 remote 10.9.1.{random.Next(1, 255)} key {random.Next(1, 99)}",
        "link add greb type gretap local 10.77.0.1 remote 10.9.2.2",
        "link add grec type ip6gre local fd77::1 remote fd77::9",
        "link add ipipa type ipip local 10.77.0.1 remote 10.9.3.3",
        "link add sita type sit local 10.77.0.1 remote any",
        $"link add gena type geneve id {random.Next(1, 1 << 24)} remote 10.9.4.4",
    ];

    /// <summary>Names, notes, states; and some links leave for another namespace.</summary>
    public static IEnumerable<string> Changes(Random random, string neighbour) =>
    [
        $"link property add dev br0 altname zz-{random.Next(1000)} altname a-name-that-is-longer-than-fifteen-bytes",
        $"link set br1 alias note-{random.Next(1000)}",
        $"link set ifba name renamed{random.Next(10)}",
        $"link set mva mtu {random.Next(600, 1400)}",
        $"link set {OneOf(random, "mva", "vxa", "vxd")} up",
        $"link set tuna {OneOf(random, "up", "down")}",
        $"link set mvb netns {neighbour} name moved-mv",
        $"link set vxb netns {neighbour} name moved-vx",
    ];

    /// <summary>One of them.</summary>
    internal static string OneOf(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    private static string Prefixed(Random random, string word) => random.Next(2) == 0 ? word : $"no{word}";
}
