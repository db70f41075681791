using System.Net;
using FsCheck.Xunit;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Reachability;

public class ProbeDestinationsTests
{
    private static readonly Network Bridge = NetworkOf("bridge", "bridge", "172.17.0.0/16");

    private static readonly HostState State = States.Host(
        States.Container("web", ContainerState.Running, States.On("bridge", "172.17.0.7/16", "fd00::7/64")) with { PublishedPorts = [States.Published("198.51.100.4"), States.Published("0.0.0.0"), States.Published("::")] },
        States.Container("old", ContainerState.Exited, States.On("bridge", "8.8.4.4/32")) with { PublishedPorts = [States.Published("8.8.8.8")] });

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("192.0.2.10")]
    [InlineData("::ffff:192.0.2.10")]
    [InlineData("2001:db8:1::10")]
    [InlineData("172.17.0.1")]
    [InlineData("172.17.0.7")]
    [InlineData("fd00::7")]
    [InlineData("198.51.100.4")]
    public void Allows_what_the_host_knows(string address) =>
        Assert.True(new ProbeDestinations(State, null).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("192.0.2.11", "the same subnet is not the same address")]
    [InlineData("172.17.0.8", "no container has it")]
    [InlineData("172.17.255.255", "a broadcast address")]
    [InlineData("255.255.255.255", "broadcast")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("0.0.0.0", "published on, but no destination")]
    [InlineData("::", "published on, but no destination")]
    [InlineData("::ffff:0.0.0.0", "the same, wrapped")]
    [InlineData("8.8.8.8", "published by a container that does not run")]
    [InlineData("8.8.4.4", "asked for by a container that does not run")]
    [InlineData("2001:db8:1::11", "the same subnet")]
    [InlineData("64:ff9b::c000:20a", "another way to write a host address is another address")]
    public void Allows_nothing_else(string address, string why) =>
        Assert.False(new ProbeDestinations(State, null).Allows(IPAddress.Parse(address)), why);

    [Property]
    public bool Allows_of_any_IPv4_address_is_being_listed_or_loopback(uint bits)
    {
        var address = new IPAddress(bits);
        string[] listed = ["192.0.2.10", "172.17.0.1", "172.17.0.7", "198.51.100.4"];
        return new ProbeDestinations(State, null).Allows(address) == (listed.Contains(address.ToString()) || IPAddress.IsLoopback(address));
    }

    [Property]
    public bool Allows_of_any_link_address_is_true_unless_it_is_for_many(uint bits)
    {
        var address = new IPAddress(bits);
        var state = State with { Links = [.. State.Links, States.Link(States.HostId, 9, "eth1", $"{address}/32")] };
        return new ProbeDestinations(state, null).Allows(address) == (address.GetAddressBytes()[0] is > 0 and < 224);
    }

    [Property]
    public bool Allows_of_what_a_container_gives_itself_is_its_own_affair_or_in_a_subnet_of_its_bridge(uint bits, bool near)
    {
        var octets = new IPAddress(bits).GetAddressBytes();
        var address = near ? new IPAddress([172, (byte)(16 + (octets[1] % 3)), octets[2], octets[3]]) : new IPAddress(octets);
        var (state, web, peer) = WithRogue($"{address}/32");
        var forMany = address.GetAddressBytes()[0] is 0 or >= 224;
        var elsewhere = !forMany && (address.ToString().StartsWith("172.17.", StringComparison.Ordinal) || IPAddress.IsLoopback(address));
        return new ProbeDestinations(state, web).Allows(address) == !forMany
            && new NetnsId?[] { null, States.HostId, peer }.All(vantage => new ProbeDestinations(state, vantage).Allows(address) == elsewhere);
    }

    [Property(Arbitrary = [typeof(HostGenerators)])]
    public bool Allows_from_the_host_is_for_its_own_the_engine_s_or_a_bridged_address(RandomHost random)
    {
        var state = random.State;
        var live = state.Containers.Where(c => c.IsLive).ToList();
        HashSet<IPAddress> own = [.. state.LinksOf(state.HostNamespace!.Id).SelectMany(l => l.Addresses).Select(a => a.Address)];
        HashSet<IPAddress> given = [.. live.SelectMany(c => c.Networks).SelectMany(a => new[] { a.Ipv4?.Address, a.Ipv6?.Address }).OfType<IPAddress>(), .. live.SelectMany(c => c.PublishedPorts).Select(p => p.HostAddress)];
        var destinations = new ProbeDestinations(state, state.HostNamespace.Id);
        return state.Links.SelectMany(l => l.Addresses).Select(a => a.Address).Where(destinations.Allows).All(a =>
            IPAddress.IsLoopback(a) || own.Contains(a) || given.Contains(a) || state.Networks.Any(n => n.Subnets.Any(s => s.Subnet.Contains(a))));
    }

    [Theory]
    [InlineData("bridge", "172.17.0.0/16", true, "the host routes the bridge's subnet to itself")]
    [InlineData("macvlan", "172.17.0.0/16", false, "the subnet is that of a real network")]
    [InlineData("bridge", "10.8.0.0/24", false, "of a network the container is not attached to", "other")]
    public void Allows_an_address_beside_the_engine_s_on_a_bridge_alone(string driver, string subnet, bool expected, string why, string network = "bridge")
    {
        var (state, _, _) = WithRogue(subnet.Replace("0.0/16", "0.99/16", StringComparison.Ordinal).Replace("0.0/24", "0.5/24", StringComparison.Ordinal));
        state = state with { Networks = [NetworkOf(network, driver, subnet)] };
        var address = state.Links[^1].Addresses[0].Address;
        Assert.True(expected == new ProbeDestinations(state, States.HostId).Allows(address), why);
    }

    /// <summary>Containers web and peer on one bridge; web's last link has an address that the engine did not give it.</summary>
    private static (HostState State, NetnsId Web, NetnsId Peer) WithRogue(string address)
    {
        var web = States.Container("web", ContainerState.Running, States.On("bridge", "172.17.0.7/16"));
        var peer = States.Container("peer", ContainerState.Running, States.On("bridge", "172.17.0.8/16"));
        var state = States.Host(web, peer) with { Networks = [Bridge] };
        var (inWeb, inPeer) = (state.NamespaceOf(web.Id)!.Id, state.NamespaceOf(peer.Id)!.Id);
        return (state with { Links = [.. state.Links, States.Link(inWeb, 20, "wg0", address)] }, inWeb, inPeer);
    }

    private static Network NetworkOf(string name, string driver, string subnet) => new()
    {
        Id = $"id-{name}",
        Name = name,
        Driver = driver,
        Scope = "local",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Subnets = [new NetworkSubnet(IPNetwork.Parse(subnet), null)],
    };
}
