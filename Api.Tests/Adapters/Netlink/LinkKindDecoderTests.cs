using System.Net;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using Xunit;
using static NetApi.Adapters.Netlink.Interop.LinuxIfTunnel;
using static NetApi.Adapters.Netlink.Interop.LinuxLinkKinds;

namespace NetApi.Tests.Adapters.Netlink;

public class LinkKindDecoderTests
{
    private static readonly IPAddress Local = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Remote = IPAddress.Parse("192.0.2.2");
    private static readonly IPAddress Remote6 = IPAddress.Parse("2001:db8::2");

    [Theory]
    [InlineData(0x81, 0x00, "802.1Q")]
    [InlineData(0x88, 0xa8, "802.1ad")]
    [InlineData(0x91, 0x00, "37120")]
    public void Decode_Vlan_HasIdAndProtocol(byte high, byte low, string protocol) => Assert.Equal(
        new VlanSettings(4094, protocol),
        Composed.Link("vlan", d => d.AddBytes(IFLA_VLAN_PROTOCOL, [high, low]).AddBytes(IFLA_VLAN_ID, BitConverter.GetBytes((ushort)4094))).Vlan);

    [Theory]
    [InlineData("ipvlan", IFLA_IPVLAN_MODE, 2, 0, "l2")]
    [InlineData("ipvlan", IFLA_IPVLAN_MODE, 2, 1, "l3")]
    [InlineData("ipvtap", IFLA_IPVLAN_MODE, 2, 2, "l3s")]
    [InlineData("bond", IFLA_BOND_MODE, 1, 0, "balance-rr")]
    [InlineData("bond", IFLA_BOND_MODE, 1, 1, "active-backup")]
    [InlineData("bond", IFLA_BOND_MODE, 1, 2, "balance-xor")]
    [InlineData("bond", IFLA_BOND_MODE, 1, 3, "broadcast")]
    [InlineData("bond", IFLA_BOND_MODE, 1, 4, "802.3ad")]
    [InlineData("bond", IFLA_BOND_MODE, 1, 5, "balance-tlb")]
    [InlineData("bond", IFLA_BOND_MODE, 1, 6, "balance-alb")]
    [InlineData("bond", IFLA_BOND_MODE, 1, 77, "77")]
    [InlineData("macvlan", IFLA_MACVLAN_MODE, 4, 16, "source")]
    [InlineData("macvtap", IFLA_MACVLAN_MODE, 4, 32, "32")]
    [InlineData("tun", IFLA_TUN_TYPE, 1, 2, "tap")]
    [InlineData("dummy", IFLA_BOND_MODE, 1, 4, null)]
    public void Decode_KindWithAMode_HasItsWord(string kind, ushort type, int size, int value, string? mode)
    {
        var link = Composed.Link(kind, d => d.AddBytes(type, BitConverter.GetBytes(value).AsSpan(0, size)));
        Assert.Equal((kind, mode), (link.Kind, link.Mode));
    }

    [Theory]
    [InlineData("gre")]
    [InlineData("gretap")]
    [InlineData("erspan")]
    public void Decode_Gre_HasEndsAndTheKeyThatIsUsed(string kind)
    {
        Assert.Equal(new TunnelSettings(Local, Remote, 7), Composed.Link(kind, d => Gre(d, 0x2000, 0x2000)).Tunnel);
        Assert.Equal(new TunnelSettings(Local, Remote, 9), Composed.Link(kind, d => Gre(d, 0x2000, 0)).Tunnel);
        Assert.Equal(new TunnelSettings(Local, Remote, null), Composed.Link(kind, d => Gre(d, 0, 0)).Tunnel);
    }

    [Fact]
    public void Decode_TunnelOfAnyToAny_HasNoEnds()
    {
        Assert.Equal(new TunnelSettings(null, null, null), Composed.Link("ip6gre", d => d.AddBytes(IFLA_GRE_LOCAL, new byte[16]).AddBytes(IFLA_GRE_REMOTE, new byte[16])).Tunnel);
        Assert.Equal(new TunnelSettings(null, null, null), Composed.Link("sit", d => d.AddBytes(IFLA_IPTUN_LOCAL, new byte[4])).Tunnel);
    }

    [Theory]
    [InlineData("ipip")]
    [InlineData("sit")]
    public void Decode_IpInIp_HasEnds(string kind) => Assert.Equal(
        new TunnelSettings(Local, Remote, null),
        Composed.Link(kind, d => d.AddBytes(IFLA_IPTUN_LOCAL, Local.GetAddressBytes()).AddBytes(IFLA_IPTUN_REMOTE, Remote.GetAddressBytes())).Tunnel);

    [Fact]
    public void Decode_Vti_HasEndsAndKey() => Assert.Equal(
        new TunnelSettings(Local, Remote6, 5),
        Composed.Link("vti6", d => d.AddBytes(IFLA_VTI_LOCAL, Local.GetAddressBytes()).AddBytes(IFLA_VTI_REMOTE, Remote6.GetAddressBytes()).AddBytes(IFLA_VTI_OKEY, [0, 0, 0, 5])).Tunnel);

    [Fact]
    public void Decode_Geneve_HasItsVniUnlessPacketsDecide()
    {
        Assert.Equal(new TunnelSettings(null, Remote6, 99), Composed.Link("geneve", d => d.AddHostUInt32(IFLA_GENEVE_ID, 99).AddBytes(IFLA_GENEVE_REMOTE6, Remote6.GetAddressBytes())).Tunnel);
        Assert.Equal(new TunnelSettings(null, null, null), Composed.Link("geneve", d => d.AddHostUInt32(IFLA_GENEVE_ID, 0).AddBytes(IFLA_GENEVE_COLLECT_METADATA, [])).Tunnel);
    }

    [Fact]
    public void Decode_KindThatNobodyKnows_KeepsItsName()
    {
        var link = Composed.Link("quantum", d => d.AddBytes(1, [1, 2, 3]));
        Assert.Equal(("quantum", null, null, null), (link.Kind, link.Tunnel, link.Mode, link.Bridge));
    }

    [Fact]
    public void Decode_AddressOfAWrongLength_IsRefused() =>
        Assert.Throws<NetlinkFormatException>(() => Composed.Link("geneve", d => d.AddBytes(IFLA_GENEVE_REMOTE, [1, 2, 3])));

    [Theory]
    [InlineData(LinuxIf.IFF_UP, (byte)1, true)]
    [InlineData(LinuxIf.IFF_UP, (byte)0, false)]
    [InlineData(0u, (byte)0, null)]
    [InlineData(0u, (byte)1, null)]
    public void Decode_Carrier_CountsWhileTheLinkIsUp(uint flags, byte carrier, bool? expected) =>
        Assert.Equal(expected, Composed.Link(d => d.AddBytes(LinuxIfLink.IFLA_CARRIER, [carrier]), flags).HasCarrier);

    [Fact]
    public void Decode_AltNames_AreSorted() => Assert.Equal(
        ["enp0", "wan"],
        Composed.Link(d => d.AddNested(LinuxIfLink.IFLA_PROP_LIST, p => p.AddString(LinuxIfLink.IFLA_ALT_IFNAME, "wan").AddString(LinuxIfLink.IFLA_ALT_IFNAME, "enp0"))).AltNames);

    [Fact]
    public void Decode_PortOfABond_IsNoBridgePort()
    {
        var link = Composed.Link(d => d.AddNested(LinuxIfLink.IFLA_LINKINFO, i => i
            .AddString(LinuxIfLink.IFLA_INFO_SLAVE_KIND, "bond").AddNested(LinuxIfLink.IFLA_INFO_SLAVE_DATA, p => p.AddBytes(1, [3]))));
        Assert.Equal((null, null, "physical"), (link.PortState, link.Port, link.Kind));
    }

    [Fact]
    public void Decode_ViewOfOneFamily_IsNoLink() => Assert.Empty(Composed.Decode(
        LinuxRtnetlink.RTM_NEWLINK, new ifinfomsg { ifi_family = LinuxSocket.AF_BRIDGE, ifi_index = 7 }, _ => { }, NetApi.Adapters.Netlink.Rtnetlink.LinkDecoder.Decode));

    private static void Gre(NetlinkRequest data, ushort flagsIn, ushort flagsOut) => data
        .AddBytes(IFLA_GRE_IFLAGS, [(byte)(flagsIn >> 8), 0]).AddBytes(IFLA_GRE_OFLAGS, [(byte)(flagsOut >> 8), 0])
        .AddBytes(IFLA_GRE_IKEY, [0, 0, 0, 9]).AddBytes(IFLA_GRE_OKEY, [0, 0, 0, 7])
        .AddBytes(IFLA_GRE_LOCAL, Local.GetAddressBytes()).AddBytes(IFLA_GRE_REMOTE, Remote.GetAddressBytes());
}
