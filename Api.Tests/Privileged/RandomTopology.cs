namespace NetApi.Tests.Privileged;

/// <summary>Namespaces full of links of every kind that the kernel has, within and across them, drawn from a seed. Some veth pairs have one ifindex on both sides.</summary>
internal sealed class RandomTopology : IDisposable
{
    private readonly Random _random;
    private readonly List<TestSockets> _sockets = [];

    public RandomTopology(int seed)
    {
        _random = new Random(seed);
        Namespaces = [.. Enumerable.Range(0, _random.Next(2, 5)).Select(_ => new ScratchNetns())];
        try
        {
            Build();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ScratchNetns[] Namespaces { get; }

    public int Pairs { get; private set; }

    public void Dispose()
    {
        _sockets.ForEach(s => s.Dispose());
        foreach (var netns in Namespaces)
            netns.Dispose();
    }

    private void Build()
    {
        foreach (var netns in Namespaces)
            AddBridges(netns);
        for (Pairs = 0; Pairs < 6; Pairs++)
            AddPair();
        for (var i = 0; i < Namespaces.Length; i++)
        {
            var netns = Namespaces[i];
            netns.TryBatch(RandomLinks.Of(_random));
            netns.TryBatch(RandomLinks.Changes(_random, Namespaces[(i + 1) % Namespaces.Length].Name));
            netns.TryBatch(RandomEntries.Of(_random));
            netns.TryBatch(RandomEntries.Rules(_random, isIpv6: false));
            netns.TryBatch(RandomEntries.Rules(_random, isIpv6: true), "-6");
            netns.TryBridgeBatch(RandomEntries.Forwarding(_random));
            _sockets.Add(TestSockets.OpenIn(netns, _random));
        }
        foreach (var netns in Namespaces)
        {
            netns.In($"sysctl -q -w net.ipv4.ip_forward={Bit} net.ipv4.conf.default.rp_filter={_random.Next(3)} net.ipv4.conf.br0.forwarding={Bit} net.ipv4.conf.br0.rp_filter={_random.Next(3)} "
                + $"net.ipv4.conf.br1.route_localnet={Bit} net.ipv4.conf.br1.proxy_arp={Bit} net.ipv4.conf.lo.rp_filter={_random.Next(3)} net.ipv6.conf.br1.forwarding={Bit}");
        }
    }

    private void AddBridges(ScratchNetns netns)
    {
        netns.Batch(
        [
            "link set lo up",
            "link add br0 type bridge",
            $"link add br1 type bridge stp_state {Bit} ageing_time {_random.Next(10, 50000)} forward_delay {_random.Next(200, 3000)} mcast_snooping {Bit}",
            "link set br0 up",
            $"addr add 10.77.{_random.Next(256)}.1/24 dev br0",
            "addr add fd77::1/64 dev br0 nodad",
        ]);
        // CONFIG_BRIDGE_VLAN_FILTERING is not in every kernel.
        if (_random.Next(2) == 0)
            netns.TryIp($"link set br1 type bridge vlan_filtering 1 vlan_default_pvid {_random.Next(1, 4095)}");
    }

    private void AddPair()
    {
        var (here, there) = (Namespaces[_random.Next(Namespaces.Length)], Namespaces[_random.Next(Namespaces.Length)]);
        // Equal names on both sides tempt whoever pairs by name, equal indices whoever pairs by index.
        var (name, peer) = here == there ? ($"a{Pairs}", $"b{Pairs}") : ($"veth{Pairs}", $"veth{Pairs}");
        var (index, peerIndex) = here == there ? (100 + (2 * Pairs), 101 + (2 * Pairs)) : (100 + (2 * Pairs), 100 + (2 * Pairs));
        here.Ip($"link add {name} index {index} type veth peer name {peer} index {peerIndex} netns {there.Name}");
        // One end of each pair at the most: two bridges that are joined twice are a loop, in which a single broadcast goes round for ever.
        Vary(here, name, mayBePort: true);
        Vary(there, peer, mayBePort: false);
    }

    private void Vary(ScratchNetns netns, string name, bool mayBePort)
    {
        var commands = new List<string>();
        if (mayBePort && _random.Next(2) == 0)
        {
            commands.Add($"link set {name} master br{_random.Next(2)}");
            commands.Add(
                $"link set {name} type bridge_slave hairpin {OnOff} isolated {OnOff} guard {OnOff} root_block {OnOff} learning {OnOff} flood {OnOff} "
                + $"neigh_suppress {OnOff} cost {_random.Next(1, 65535)} priority {_random.Next(64)}");
        }
        if (_random.Next(3) > 0)
            commands.Add($"link set {name} up");
        if (_random.Next(3) == 0)
            commands.Add($"link set {name} mtu {_random.Next(1280, 9000)}");
        if (_random.Next(2) == 0)
            commands.Add($"addr add 10.{_random.Next(100, 200)}.{_random.Next(256)}.2/{_random.Next(8, 31)} dev {name}");
        netns.Batch(commands);
    }

    private int Bit => _random.Next(2);

    private string OnOff => _random.Next(2) == 0 ? "on" : "off";
}
