using System.Net;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

public class InterfaceAddressTests
{
    [Theory]
    [InlineData("172.17.0.7/16", "172.17.0.0/16")]
    [InlineData("10.1.2.3/32", "10.1.2.3/32")]
    [InlineData("10.1.2.3/0", "0.0.0.0/0")]
    [InlineData("10.1.2.255/30", "10.1.2.252/30")]
    [InlineData("fd00::42:1/64", "fd00::/64")]
    [InlineData("fe80::1/10", "fe80::/10")]
    [InlineData("::1/128", "::1/128")]
    public void Subnet_HostBitsSet_AreClearedThereAndKeptInTheAddress(string text, string subnet)
    {
        var address = InterfaceAddress.Parse(text);
        Assert.Equal(IPNetwork.Parse(subnet), address.Subnet);
        Assert.Equal(text, address.ToString());
    }

    [Property]
    public Property Every_address_survives_its_text_and_lies_in_its_subnet() => Prop.ForAll(Addresses().ToArbitrary(), address =>
        InterfaceAddress.Parse(address.ToString()) == address && address.Subnet.Contains(address.Address) && address.Subnet.PrefixLength == address.PrefixLength);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("172.17.0.7")]
    [InlineData("172.17.0.7/")]
    [InlineData("/16")]
    [InlineData("172.17.0.7/33")]
    [InlineData("172.17.0.7/-1")]
    [InlineData("172.17.0.7/ 8")]
    [InlineData("fd00::1/129")]
    [InlineData("123.345.100.789/16")]
    public void TryParse_AnotherForm_IsFalse(string? text) => Assert.False(InterfaceAddress.TryParse(text, out _));

    [Theory]
    [InlineData("10.0.0.1", 33)]
    [InlineData("10.0.0.1", -1)]
    [InlineData("::1", 129)]
    public void Constructor_PrefixOutsideTheFamily_Throws(string address, int prefix) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new InterfaceAddress(IPAddress.Parse(address), prefix));

    private static Gen<InterfaceAddress> Addresses() =>
        from length in Gen.Elements(4, 16)
        from octets in Gen.Choose(0, 255).ArrayOf(length)
        from prefix in Gen.Choose(0, length * 8)
        select new InterfaceAddress(new IPAddress([.. octets.Select(o => (byte)o)]), prefix);
}
