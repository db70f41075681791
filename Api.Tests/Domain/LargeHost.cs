using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain;

/// <summary>A host with many containers on four bridges, each with a namespace, a veth pair, addresses and routes.</summary>
internal static class LargeHost
{
    public static HostState Of(int containers)
    {
        var bridges = Enumerable.Range(0, 4).Select(b => SampleHost.Link(SampleHost.HostId, 10 + b, $"br-{b}", "bridge")).ToList();
        var all = Enumerable.Range(0, containers).Select(i => One(i, bridges[i % 4])).ToList();
        return SampleHost.Empty with
        {
            Namespaces = [SampleHost.HostNamespace, .. all.Select(c => c.Netns)],
            Links = [SampleHost.Eth0, SampleHost.Docker0, .. bridges, .. all.Select(c => c.Outer), .. all.SelectMany(c => c.Inner)],
            Addresses = [.. all.SelectMany(c => c.Inner).SelectMany(l => l.Addresses, Address)],
            Routes = [.. SampleHost.Empty.Routes, .. all.SelectMany(c => c.Routes)],
            Containers = [.. all.Select(c => c.Container)],
        };
    }

    private static (NetworkNamespace Netns, Link Outer, ImmutableArray<Link> Inner, ImmutableArray<Route> Routes, Container Container) One(int i, Link bridge)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"c{i:d4}");
        var id = new NetnsId(string.Create(CultureInfo.InvariantCulture, $"6f1c2a9b-{5000 + i}"));
        var container = SampleHost.Web with { Id = name.PadRight(64, '0'), Name = name, PublishedPorts = [], Pid = 10_000 + i, SandboxKey = $"/var/run/docker/netns/{name}" };
        var netns = new NetworkNamespace { Id = id, Inode = 4026532000 + (ulong)i, Cookie = 5000 + (ulong)i, Kind = NetnsKind.Container, Name = name, ContainerIds = [container.Id], Paths = [$"/run/docker/netns/{name}"] };
        var address = InterfaceAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.{i / 250}.{i % 250}.2/16"));
        var pair = SampleHost.Veth(
            SampleHost.Link(SampleHost.HostId, 100 + i, $"veth{i:x}", "veth") with { MasterIndex = bridge.Index, PortState = BridgePortState.Forwarding },
            SampleHost.Link(id, 2, "eth0", "veth") with { Addresses = [address, InterfaceAddress.Parse("fe80::1/64")] });
        var loopback = SampleHost.Link(id, 1, "lo", "loopback") with { Addresses = [InterfaceAddress.Parse("127.0.0.1/8"), InterfaceAddress.Parse("::1/128")] };
        ImmutableArray<Route> routes = [.. Enumerable.Range(0, 15).Select(r => new Route { Namespace = id, Destination = new IPNetwork(IPAddress.Parse($"10.{r}.0.0"), 16), LinkIndex = 2, Table = r < 2 ? 254u : 255u, Type = 1, Protocol = "kernel", Scope = "link" })];
        return (netns, pair[0], [loopback, pair[1]], routes, container);
    }

    private static LinkAddress Address(Link link, InterfaceAddress address) => new() { Namespace = link.Namespace, LinkIndex = link.Index, Address = address, Scope = "global", Flags = ["permanent"] };
}
