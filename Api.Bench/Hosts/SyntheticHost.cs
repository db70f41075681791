using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Bench.Interop;
using NetApi.Domain.Topology;

namespace NetApi.Bench.Hosts;

/// <summary>A host with many containers' worth of network, as Docker makes it: named namespaces, each with an <c>eth0</c> whose veth peer is the port of a bridge.</summary>
/// <remarks>
/// The calling process's own namespace becomes the host. Names stand in <c>/run/netns</c>, which <c>scripts/bench.sh</c> makes private to the bench
/// together with the process ids: when the bench ends, however it does, the kernel takes all of it down.
/// </remarks>
internal sealed class SyntheticHost
{
    /// <summary>The kernel gives a bridge 1,023 ports at most.</summary>
    public const int PortsPerBridge = 1000;

    /// <summary>Bridges, over which the containers are spread evenly.</summary>
    public const int Bridges = 4;

    private const string Names = "/run/netns";

    private readonly List<SyntheticContainer> _containers = [];
    private readonly SyntheticLinks _links;

    /// <summary>Makes the bridges.</summary>
    public SyntheticHost()
    {
        // As Docker does in a container whose networks have no IPv6. On the host's ends too: a thousand links that announce
        // themselves would fill the neighbour table, which the whole machine shares.
        DisableIpv6();
        _links = SyntheticLinks.Open();
        using var commands = LinkCommands.Open();
        commands.SetUp(commands.IndexOf("lo"));
        for (var bridge = 0; bridge < Bridges; bridge++)
        {
            _links.CreateBridge(BridgeName(bridge));
            commands.AddAddress(commands.IndexOf(BridgeName(bridge)), new InterfaceAddress(GatewayOf(bridge), 16));
        }
    }

    /// <summary>The containers, in the order of their making.</summary>
    public IReadOnlyList<SyntheticContainer> Containers => _containers;

    /// <summary>Makes containers until there are <paramref name="count"/>.</summary>
    public void GrowTo(int count)
    {
        if (count > Bridges * PortsPerBridge)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"{Bridges} bridges have room for {Bridges * PortsPerBridge} containers.");
        while (_containers.Count < count)
            _containers.Add(Make(_containers.Count));
    }

    /// <summary>Name of a bridge, as Docker names that of a network.</summary>
    public static string BridgeName(int bridge) => string.Create(CultureInfo.InvariantCulture, $"br-{bridge:d12}");

    /// <summary>A bridge's own address, by which its containers leave; its network is a /16.</summary>
    public static IPAddress GatewayOf(int bridge) => new([10, (byte)(64 + bridge), 0, 1]);

    private SyntheticContainer Make(int number)
    {
        var (bridge, place) = (number % Bridges, (number / Bridges) + 2);
        var container = new SyntheticContainer(
            number,
            bridge,
            string.Create(CultureInfo.InvariantCulture, $"{Names}/c{number}"),
            string.Create(CultureInfo.InvariantCulture, $"veth{number}"),
            new IPAddress([10, (byte)(64 + bridge), (byte)(place >> 8), (byte)place]));
        using var netns = NetnsEntry.CreateAnonymous();
        Name(netns, container.Path);
        NetnsEntry.Run(netns, DisableIpv6);
        _links.CreatePort(container.HostLink, container.Mac, BridgeName(bridge), netns);
        using var inside = LinkCommands.OpenIn(netns);
        inside.SetUp(inside.IndexOf("lo"));
        var eth0 = inside.IndexOf("eth0");
        inside.SetUp(eth0);
        inside.AddAddress(eth0, new InterfaceAddress(container.Address, 16));
        inside.AddDefaultRoute(GatewayOf(bridge), eth0);
        return container;
    }

    // What `ip netns add` does.
    private static void Name(NetnsHandle netns, string path)
    {
        File.Create(path).Dispose();
        if (Libc.mount($"/proc/self/fd/{netns.Descriptor}", path, null, Libc.MS_BIND, 0) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static void DisableIpv6() => File.WriteAllText("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
}
