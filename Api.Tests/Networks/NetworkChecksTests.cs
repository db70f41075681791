using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Hosting.Problems;
using NetApi.Networks;
using Xunit;

namespace NetApi.Tests.Networks;

public sealed class NetworkChecksTests
{
    [Theory]
    [InlineData("10.9.0.0/16")]
    [InlineData("172.21.0.0/16")]
    [InlineData("192.0.3.0/24")]
    public void Check_FreeSubnet_IsTaken(string subnet) => Assert.True(Check(subnet).IsEmpty);

    [Theory]
    [InlineData("172.20.0.0/16", "network front (172.20.0.0/16)")]
    [InlineData("172.20.5.0/24", "network front (172.20.0.0/16)")]
    [InlineData("172.16.0.0/12", "network bridge (172.17.0.0/16) and network front (172.20.0.0/16)")]
    [InlineData("10.8.3.0/24", "route 10.8.0.0/16 dev wg0 via 10.7.0.1")]
    [InlineData("192.0.0.0/16", "route 192.0.2.0/24 dev eth0")]
    public void Check_SubnetInUse_NamesWhoHasIt(string subnet, string holder)
    {
        var problem = Check(subnet).ToProblem();
        var fault = Assert.Single(problem.Errors!);
        Assert.Equal((409, "/subnet", "subnet-overlap"), (problem.Status, fault.Pointer, fault.Code));
        Assert.Contains(holder, fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fd22::/64", true)]
    [InlineData("2001:db8::/64", true)]
    [InlineData("fd11::/64", false)]
    public void Check_Ipv6Subnet_ClashesWithRoutesThatLeadSomewhere(string subnet, bool free)
    {
        var faults = new FaultList();
        NetworkChecks.Check(new NetworkSpec { Name = "new", Ipv6Subnet = IPNetwork.Parse(subnet) }, Hosts.Small, faults);
        Assert.Equal(free, faults.IsEmpty);
        if (!free)
            Assert.Equal("/ipv6Subnet", Assert.Single(faults.ToProblem().Errors!).Pointer);
    }

    [Fact]
    public void Check_NameInUse_IsAConflictThatNamesTheHolder()
    {
        var faults = new FaultList();
        NetworkChecks.Check(new NetworkSpec { Name = "front" }, Hosts.Small, faults);
        var fault = Assert.Single(faults.ToProblem().Errors!);
        Assert.Equal(("/name", "name-taken"), (fault.Pointer, fault.Code));
        Assert.Contains("ffffffffffff (bridge)", fault.Detail, StringComparison.Ordinal);
    }

    private static FaultList Check(string subnet)
    {
        var faults = new FaultList();
        NetworkChecks.Check(new NetworkSpec { Name = "new", Subnet = IPNetwork.Parse(subnet) }, Hosts.Small, faults);
        return faults;
    }
}
