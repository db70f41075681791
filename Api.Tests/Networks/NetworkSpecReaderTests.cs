using System.Net;
using NetApi.Hosting.Problems;
using NetApi.Networks;
using Xunit;

namespace NetApi.Tests.Networks;

public sealed class NetworkSpecReaderTests
{
    private static readonly CreateNetworkRequest Good = new() { Name = "front", Subnet = "172.20.0.0/16", Gateway = "172.20.0.1" };

    [Fact]
    public void Read_EverythingAsked_IsInTheSpec()
    {
        var faults = new FaultList();
        var spec = NetworkSpecReader.Read(
            Good with { Ipv6 = true, Ipv6Subnet = "fd00:20::/64", Internal = true, Icc = false, Labels = new Dictionary<string, string> { ["app"] = "shop" } }, faults);
        Assert.True(faults.IsEmpty);
        Assert.Equal(("front", "172.20.0.0/16", "172.20.0.1", "fd00:20::/64"), (spec.Name, spec.Subnet.ToString(), spec.Gateway?.ToString(), spec.Ipv6Subnet.ToString()));
        Assert.True(spec is { EnableIpv6: true, Internal: true, Icc: false });
        Assert.Equal("shop", spec.Labels["app"]);
    }

    [Fact]
    public void Read_NameAlone_LeavesTheRestToTheEngine()
    {
        var faults = new FaultList();
        var spec = NetworkSpecReader.Read(new CreateNetworkRequest { Name = "front" }, faults);
        Assert.True(faults.IsEmpty);
        Assert.True(spec is { Subnet: null, Gateway: null, Ipv6Subnet: null, EnableIpv6: false, Internal: false, Icc: true });
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "missing")]
    [InlineData("a", "malformed-name")]
    [InlineData("-front", "malformed-name")]
    [InlineData("front/../x", "malformed-name")]
    [InlineData("default", "name-reserved")]
    public void Read_Name_MustBeOne(string? name, string code) => AssertFault(Good with { Name = name }, "/name", code);

    [Theory]
    [InlineData("172.20.0.0", "malformed-subnet")]
    [InlineData("172.20.0.0/33", "malformed-subnet")]
    [InlineData("172.20/16", "malformed-subnet")]
    [InlineData("fd00::/64", "malformed-subnet")]
    [InlineData("123.345.100.0/24", "malformed-subnet")]
    [InlineData("172.20.0.5/16", "host-bits-set")]
    [InlineData("172.20.0.0/31", "prefix-out-of-range")]
    [InlineData("64.0.0.0/7", "prefix-out-of-range")]
    [InlineData("127.5.0.0/16", "subnet-not-usable")]
    [InlineData("169.254.3.0/24", "subnet-not-usable")]
    [InlineData("239.1.0.0/16", "subnet-not-usable")]
    public void Read_Subnet_MustBeOneOfIpv4(string subnet, string code) => AssertFault(Good with { Subnet = subnet, Gateway = null }, "/subnet", code);

    [Fact]
    public void Read_SubnetWithHostBits_SaysWhatItWouldBe() =>
        Assert.Contains("172.20.0.0/16", AssertFault(Good with { Subnet = "172.20.0.5/16" }, "/subnet", "host-bits-set").Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("172.20.0.0/16", "malformed-subnet")]
    [InlineData("fd00::1/64", "host-bits-set")]
    [InlineData("fd00::/127", "prefix-out-of-range")]
    [InlineData("fe80::/64", "subnet-not-usable")]
    [InlineData("ff05::/64", "subnet-not-usable")]
    public void Read_Ipv6Subnet_MustBeOneOfIpv6(string subnet, string code) => AssertFault(Good with { Ipv6 = true, Ipv6Subnet = subnet }, "/ipv6Subnet", code);

    [Fact]
    public void Read_Ipv6SubnetWithoutIpv6_IsAFault() => AssertFault(Good with { Ipv6Subnet = "fd00::/64" }, "/ipv6Subnet", "ipv6-off");

    [Theory]
    [InlineData("172.20.0.256", "malformed-address")]
    [InlineData("fd00::1", "malformed-address")]
    [InlineData("172.21.0.1", "address-outside-subnet")]
    [InlineData("172.20.0.0", "address-reserved")]
    [InlineData("172.20.255.255", "address-reserved")]
    public void Read_Gateway_MustBeWithinTheSubnet(string gateway, string code) => AssertFault(Good with { Gateway = gateway }, "/gateway", code);

    [Fact]
    public void Read_GatewayWithoutSubnet_IsAFault() => AssertFault(Good with { Subnet = null }, "/gateway", "gateway-without-subnet");

    [Fact]
    public void Read_LabelWithoutName_IsAFault() => AssertFault(Good with { Labels = new Dictionary<string, string> { [" "] = "x" } }, "/labels", "malformed-name");

    [Fact]
    public void Read_SeveralFaults_ListsAll()
    {
        var faults = new FaultList();
        NetworkSpecReader.Read(new CreateNetworkRequest { Name = "?", Subnet = "x", Gateway = "y", Ipv6 = true, Ipv6Subnet = "z" }, faults);
        var problem = faults.ToProblem();
        Assert.Equal(400, problem.Status);
        Assert.Equal(["/name", "/subnet", "/gateway", "/ipv6Subnet"], problem.Errors!.Select(e => e.Pointer));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.255.254")]
    [InlineData("192.168.7.0/30", "192.168.7.2")]
    public void Read_EdgesOfTheSubnet_AreTaken(string subnet, string gateway)
    {
        var faults = new FaultList();
        var spec = NetworkSpecReader.Read(Good with { Subnet = subnet, Gateway = gateway }, faults);
        Assert.True(faults.IsEmpty);
        Assert.Equal((IPNetwork.Parse(subnet), IPAddress.Parse(gateway)), (spec.Subnet, spec.Gateway));
    }

    private static Fault AssertFault(CreateNetworkRequest request, string pointer, string code)
    {
        var faults = new FaultList();
        NetworkSpecReader.Read(request, faults);
        var fault = Assert.Single(faults.ToProblem().Errors!);
        Assert.Equal((pointer, code), (fault.Pointer, fault.Code));
        return fault;
    }
}
