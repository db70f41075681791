using System.Net;
using System.Net.Sockets;
using FsCheck.Xunit;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Reachability;

public class VantageSubnetsTests
{
    [Fact]
    public void Free_WithNothingUsed_StartsInTheBenchmarkRange()
    {
        var subnet = VantageSubnets.Free(AddressFamily.InterNetwork, []).First();
        Assert.Equal(("198.18.0.0/30", "198.18.0.1/30", "198.18.0.2/30"), (subnet.ToString(), VantageSubnets.HostEnd(subnet).ToString(), VantageSubnets.VantageEnd(subnet).ToString()));
        var six = VantageSubnets.Free(AddressFamily.InterNetworkV6, []).First();
        Assert.Equal(("2001:db8:6e65:7461::1/126", "2001:db8:6e65:7461::2/126"), (VantageSubnets.HostEnd(six).ToString(), VantageSubnets.VantageEnd(six).ToString()));
    }

    [Fact]
    public void Free_SkipsWhatIsUsedAndGoesOnInTheNextBlock()
    {
        Assert.Equal("198.18.0.4/30", First("198.18.0.2/32"));
        Assert.Equal("198.19.255.0/30", First("198.18.0.0/16"));
        Assert.Equal("192.0.2.0/30", First("198.18.0.0/15"));
        Assert.Equal("100.127.255.0/30", First("198.18.0.0/15", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"));
        Assert.Empty(Free("198.18.0.0/15", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "100.64.0.0/10"));
        Assert.Equal("fd6e:6574:6170:6900::/126", VantageSubnets.Free(AddressFamily.InterNetworkV6, [IPNetwork.Parse("2001:db8::/32")]).First().ToString());
    }

    [Fact]
    public void Free_IsNotFooledByDefaultRoutesNorByTheirHalves() =>
        Assert.Equal("198.18.0.0/30", First("0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "192.0.0.0/2", "::/0", "2000::/3"));

    [Property]
    public bool Free_OverlapsNothingUsed_AndLeavesNoFreeCandidateOut((uint Bits, byte Prefix)[] routes)
    {
        var used = routes.Select(r => new InterfaceAddress(new IPAddress(r.Bits), 8 + (r.Prefix % 25)).Subnet)
            .Concat(routes.Select(r => new InterfaceAddress(new IPAddress([198, 18, 0, (byte)r.Bits]), 24 + (r.Prefix % 9)).Subnet)).ToList();
        var all = VantageSubnets.Free(AddressFamily.InterNetwork, []).ToList();
        var free = VantageSubnets.Free(AddressFamily.InterNetwork, used).ToList();
        return all.All(candidate => free.Contains(candidate) == !used.Any(u => SharesAnAddress(u, candidate)));
    }

    [Fact]
    public void NumberOf_EveryCandidate_IsAnotherOne()
    {
        var numbers = VantageSubnets.Free(AddressFamily.InterNetwork, []).Concat(VantageSubnets.Free(AddressFamily.InterNetworkV6, [])).Select(VantageSubnets.NumberOf);
        Assert.Equal(Enumerable.Range(0, 512), numbers.Order());
        Assert.Throws<ArgumentException>(() => VantageSubnets.NumberOf(IPNetwork.Parse("10.0.0.0/30")));
    }

    [Fact]
    public void UsedBy_CountsRoutesOfEveryTableAddressesOfEveryNamespaceAndTheEnginesSubnets()
    {
        var web = States.Container("web", ContainerState.Running, States.On("bridge", "172.17.0.7/16"));
        var state = States.Host(web) with
        {
            Routes = [new Route { Namespace = new NetnsId("boot-1"), Destination = IPNetwork.Parse("198.18.0.0/24"), Table = 51820, Type = 1 }],
            Networks = [new Network { Id = "n", Name = "n", Driver = "bridge", Scope = "local", CreatedAt = DateTimeOffset.UnixEpoch, Subnets = [new NetworkSubnet(IPNetwork.Parse("198.19.255.0/24"), null)] }],
        };
        var used = VantageSubnets.UsedBy(state).Select(u => u.ToString()).ToList();
        string[] expected = ["198.18.0.0/24", "198.19.255.0/24", "172.17.0.0/16", "192.0.2.0/24", "2001:db8:1::/64"];
        Assert.Empty(expected.Except(used));
        Assert.Equal("198.51.100.0/30", VantageSubnets.Free(AddressFamily.InterNetwork, VantageSubnets.UsedBy(state)).First().ToString());
    }

    private static string First(params string[] used) => Free(used).First().ToString();

    private static IEnumerable<IPNetwork> Free(params string[] used) => VantageSubnets.Free(AddressFamily.InterNetwork, [.. used.Select(IPNetwork.Parse)]);

    // Another way to say it than the code's: a candidate has only four addresses.
    private static bool SharesAnAddress(IPNetwork used, IPNetwork candidate)
    {
        var octets = candidate.BaseAddress.GetAddressBytes();
        return Enumerable.Range(0, 4).Any(n => used.Contains(new IPAddress([octets[0], octets[1], octets[2], (byte)(octets[3] + n)])));
    }
}
