using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

public class MacAddressTests
{
    [Fact]
    public void FromOctets_NetworkOrder_WritesColonForm() =>
        Assert.Equal("02:42:ac:11:00:07", MacAddress.FromOctets([0x02, 0x42, 0xac, 0x11, 0x00, 0x07]).ToString());

    [Property]
    public Property Every_address_survives_its_text() => Prop.ForAll(
        Gen.Choose(0, 255).ArrayOf(MacAddress.Length).ToArbitrary(),
        octets =>
        {
            var mac = MacAddress.FromOctets([.. octets.Select(o => (byte)o)]);
            return MacAddress.Parse(mac.ToString()) == mac && MacAddress.Parse(mac.ToString().ToUpperInvariant()) == mac;
        });

    [Property]
    public void Any_text_is_parsed_or_refused(string? text) =>
        Assert.Equal(MacAddress.TryParse(text, out var mac), string.Equals(mac.ToString(), text, StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(20)]
    public void FromOctets_AnotherLength_Throws(int length) =>
        Assert.Throws<ArgumentException>(() => MacAddress.FromOctets(new byte[length]));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("02:42:ac:11:00")]
    [InlineData("02:42:ac:11:00:07:08")]
    [InlineData("02-42-ac-11-00-07")]
    [InlineData("02:42:ac:11:00:0g")]
    [InlineData("02:42:ac:11:00: 7")]
    [InlineData("+2:42:ac:11:00:07")]
    public void Parse_AnotherForm_Throws(string? text)
    {
        Assert.False(MacAddress.TryParse(text, out _));
        Assert.Throws<FormatException>(() => MacAddress.Parse(text!));
    }
}
