using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain.Graph;

/// <summary>A host to draw: networks of several drivers, containers on them in turn, ports, and a few things that hang in the air.</summary>
internal sealed class DrawnHost
{
    private static readonly string[] Roles = ["web", "api", "cache", "db", "worker", "proxy", "queue", "mail"];
    private static readonly string[] Images = ["nginx:1.27", "registry.example/team/api:2026.11", "redis:7", "postgres:17", "registry.example/team/worker:2026.11", "haproxy:3.0", "rabbitmq:4", "postfix:latest"];

    private readonly List<NetworkNamespace> _namespaces = [SampleHost.HostNamespace];
    private readonly List<Link> _links = [SampleHost.Eth0];
    private readonly List<Container> _containers = [];
    private readonly List<Network> _networks = [];
    private int _index = 10;

    /// <summary>A host with so many containers; what is odd only where <paramref name="withOddities"/>.</summary>
    public static HostState Of(int containers, bool withOddities = true) => new DrawnHost().Build(containers, withOddities);

    private HostState Build(int containers, bool withOddities)
    {
        AddBridge("bridge", "docker0", 17);
        if (containers > 1)
            AddBridge("shop", "br-5d1c0a7e42b9", 18);
        if (containers > 10)
            AddBridge("backend", "br-90ee1f3b6d21", 19);
        _networks.Add(Network("host", "host"));
        _networks.Add(Network("none", "null"));
        for (var i = 0; i < containers; i++)
            AddContainer(i);
        if (withOddities)
            AddOddities();
        return SampleHost.Empty with
        {
            Revision = 42,
            Namespaces = [.. _namespaces],
            Links = [.. _links.OrderBy(l => l.Namespace.Value, StringComparer.Ordinal).ThenBy(l => l.Index)],
            Containers = [.. _containers.OrderBy(c => c.Name, StringComparer.Ordinal)],
            Networks = [.. _networks.OrderBy(n => n.Name, StringComparer.Ordinal)],
            Gaps = withOddities ? [new Gap("namespace:4026532999", "namespace-unreadable", "setns: EPERM. CAP_SYS_ADMIN lets NetApi enter it.")] : [],
        };
    }

    private void AddContainer(int i)
    {
        var network = i == 0 ? _networks[0] : _networks.FindAll(n => n.Driver == "bridge") is var bridges && bridges.Count > 1 ? bridges[1 + (i % (bridges.Count - 1))] : bridges[0];
        var isLive = i % 11 != 4;
        var name = i == 0 ? "myweb" : string.Create(CultureInfo.InvariantCulture, $"{Roles[i % 8]}-{(i / 8) + 1}");
        var address = InterfaceAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"172.{network.Subnets[0].Subnet.BaseAddress.GetAddressBytes()[1]}.{i / 250}.{(i % 250) + 2}/16"));
        InterfaceAddress? second = i % 7 == 3 ? InterfaceAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"172.17.1.{(i % 250) + 2}/16")) : null;
        var container = SampleHost.Web with
        {
            Id = Id(name),
            Name = name,
            Image = Images[i % 8],
            State = isLive ? ContainerState.Running : ContainerState.Exited,
            NetworkMode = network.Name,
            PublishedPorts = i % 6 == 0 ? [new PublishedPort(IPAddress.Any, 8000 + i, 80, TransportProtocol.Tcp), .. i == 0 ? new[] { new PublishedPort(IPAddress.IPv6Any, 8000, 80, TransportProtocol.Tcp) } : []]
                : i % 10 == 1 ? [new PublishedPort(IPAddress.Loopback, 9000 + i, 9000, TransportProtocol.Tcp)] : [],
            Networks = [Attachment(network, isLive ? address : null), .. second is { } other ? new[] { Attachment(_networks[0], isLive ? other : null) } : []],
        };
        _containers.Add(container);
        if (!isLive)
            return;
        var netns = Netns(NetnsKind.Container, name, container.Id);
        AddVeth(netns.Id, "eth0", network, address);
        if (second is { } further)
            AddVeth(netns.Id, "eth1", _networks[0], further);
    }

    private void AddOddities()
    {
        _links.Add(SampleHost.Link(SampleHost.HostId, _index++, "eth0.30", "vlan") with { Parent = new LinkReference(2, SampleHost.HostId), Vlan = new VlanSettings(30, "802.1Q") });
        _networks.Add(Network("lab", "macvlan") with { ParentLink = "eth0.30", Subnets = [new NetworkSubnet(IPNetwork.Parse("192.0.2.128/26"), null)] });
        var printer = SampleHost.Web with { Id = Id("printer"), Name = "printer", Image = "cups:2", PublishedPorts = [], NetworkMode = "lab", Networks = [new NetworkAttachment { NetworkId = Id("lab"), NetworkName = "lab", Ipv4 = InterfaceAddress.Parse("192.0.2.130/26") }] };
        _containers.Add(printer);
        var netns = Netns(NetnsKind.Container, "printer", printer.Id);
        _links.Add(SampleHost.Link(netns.Id, _index++, "eth0", "macvlan") with { Parent = new LinkReference(_links.Single(l => l.Name == "eth0.30").Index, SampleHost.HostId), Addresses = [InterfaceAddress.Parse("192.0.2.130/26")] });
        _containers.Add(SampleHost.Web with { Id = Id("exporter"), Name = "exporter", Image = "node-exporter:1", PublishedPorts = [], NetworkMode = "host", Networks = [new NetworkAttachment { NetworkId = Id("host"), NetworkName = "host" }] });
        _namespaces[0] = _namespaces[0] with { ContainerIds = [Id("exporter")] };
        var vpn = Netns(NetnsKind.Named, "vpn");
        _links.Add(SampleHost.Link(vpn.Id, _index++, "wg0", "wireguard") with { Addresses = [InterfaceAddress.Parse("10.8.0.2/24")] });
        var routed = SampleHost.Veth(SampleHost.Link(SampleHost.HostId, _index++, "vpn-host", "veth"), SampleHost.Link(vpn.Id, _index++, "vpn-in", "veth") with { Addresses = [InterfaceAddress.Parse("10.9.0.2/30")] });
        _links.AddRange(routed);
        _links.Add(SampleHost.Link(SampleHost.HostId, _index++, "virbr0", "bridge") with { State = LinkState.Down, Addresses = [InterfaceAddress.Parse("192.168.122.1/24")] });
        // Left over of a network that is gone; the veth is none, as its peer may be in the namespace that could not be read.
        _links.Add(SampleHost.Link(SampleHost.HostId, _index++, "br-c0ffee0ddba1", "bridge") with { State = LinkState.Down, Addresses = [InterfaceAddress.Parse("172.29.0.1/16")] });
        _links.Add(SampleHost.Link(SampleHost.HostId, _index++, "veth0ddba11", "veth") with { MasterIndex = _links.Single(l => l.Name == "docker0").Index, Parent = new LinkReference(2, null) });
    }

    private void AddBridge(string name, string bridge, int octet)
    {
        _networks.Add(Network(name, "bridge") with { BridgeName = bridge, Subnets = [new NetworkSubnet(IPNetwork.Parse($"172.{octet}.0.0/16"), IPAddress.Parse($"172.{octet}.0.1"))] });
        _links.Add(SampleHost.Link(SampleHost.HostId, _index++, bridge, "bridge") with { Addresses = [InterfaceAddress.Parse($"172.{octet}.0.1/16")] });
    }

    private void AddVeth(NetnsId netns, string name, Network network, InterfaceAddress address)
    {
        var index = _index++;
        _links.AddRange(SampleHost.Veth(
            SampleHost.Link(SampleHost.HostId, index, string.Create(CultureInfo.InvariantCulture, $"veth{0x3a1c5f + (index * 7919):x6}"), "veth") with { MasterIndex = _links.Single(l => l.Name == network.BridgeName).Index, PortState = BridgePortState.Forwarding },
            SampleHost.Link(netns, _index++, name, "veth") with { Addresses = [address] }));
    }

    private NetworkNamespace Netns(NetnsKind kind, string name, params ReadOnlySpan<string> containers)
    {
        var number = 5000 + _namespaces.Count;
        var netns = new NetworkNamespace { Id = new NetnsId(string.Create(CultureInfo.InvariantCulture, $"6f1c2a9b-{number}")), Inode = 4026532000 + (ulong)number, Cookie = (ulong)number, Kind = kind, Name = name, ContainerIds = ValueList.Create(containers) };
        _namespaces.Add(netns);
        return netns;
    }

    private static Network Network(string name, string driver) =>
        new() { Id = Id(name), Name = name, Driver = driver, Scope = "local", CreatedAt = SampleHost.ObservedAt };

    private static NetworkAttachment Attachment(Network network, InterfaceAddress? address) =>
        new() { NetworkId = network.Id, NetworkName = network.Name, Ipv4 = address };

    private static string Id(string name) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(name)).PadRight(64, '0');
}
