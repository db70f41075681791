using System.Net;
using FsCheck.Xunit;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Reachability;

public class ProbeDestinationsTests
{
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
        Assert.True(new ProbeDestinations(State).Allows(IPAddress.Parse(address)));

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
        Assert.False(new ProbeDestinations(State).Allows(IPAddress.Parse(address)), why);

    [Property]
    public bool Allows_of_any_IPv4_address_is_being_listed_or_loopback(uint bits)
    {
        var address = new IPAddress(bits);
        string[] listed = ["192.0.2.10", "172.17.0.1", "172.17.0.7", "198.51.100.4"];
        return new ProbeDestinations(State).Allows(address) == (listed.Contains(address.ToString()) || IPAddress.IsLoopback(address));
    }

    [Property]
    public bool Allows_of_any_link_address_is_true_unless_it_is_for_many(uint bits)
    {
        var address = new IPAddress(bits);
        var state = State with { Links = [.. State.Links, States.Link(States.HostId, 9, "eth1", $"{address}/32")] };
        return new ProbeDestinations(state).Allows(address) == (address.GetAddressBytes()[0] is > 0 and < 224);
    }
}
