namespace NetApi.Tests.Privileged;

/// <summary>Bridges and veths within and across namespaces, drawn from a seed. Some pairs have one ifindex on both sides.</summary>
internal sealed class RandomTopology : IDisposable
{
    private readonly Random _random;

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
        foreach (var netns in Namespaces)
            netns.Dispose();
    }

    private void Build()
    {
        foreach (var netns in Namespaces)
        {
            for (var bridge = 0; bridge < 2; bridge++)
                netns.Ip($"link add br{bridge} type bridge");
            netns.Ip("link set br0 up");
            netns.Ip($"addr add 10.77.{_random.Next(256)}.1/24 dev br0");
            netns.Ip("addr add fd77::1/64 dev br0 nodad");
        }
        for (Pairs = 0; Pairs < 6; Pairs++)
            AddPair();
    }

    private void AddPair()
    {
        var (here, there) = (Namespaces[_random.Next(Namespaces.Length)], Namespaces[_random.Next(Namespaces.Length)]);
        // Equal names on both sides tempt whoever pairs by name, equal indices whoever pairs by index.
        var (name, peer) = here == there ? ($"a{Pairs}", $"b{Pairs}") : ($"veth{Pairs}", $"veth{Pairs}");
        var (index, peerIndex) = here == there ? (100 + (2 * Pairs), 101 + (2 * Pairs)) : (100 + (2 * Pairs), 100 + (2 * Pairs));
        here.Ip($"link add {name} index {index} type veth peer name {peer} index {peerIndex} netns {there.Name}");
        Vary(here, name);
        Vary(there, peer);
    }

    private void Vary(ScratchNetns netns, string name)
    {
        if (_random.Next(2) == 0)
            netns.Ip($"link set {name} master br{_random.Next(2)}");
        if (_random.Next(3) > 0)
            netns.Ip($"link set {name} up");
        if (_random.Next(3) == 0)
            netns.Ip($"link set {name} mtu {_random.Next(1280, 9000)}");
        if (_random.Next(2) == 0)
            netns.Ip($"addr add 10.{_random.Next(100, 200)}.{_random.Next(256)}.2/{_random.Next(8, 31)} dev {name}");
    }
}
