using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;
using Xunit;
using static NetApi.Adapters.Netlink.Interop.LinuxIfBridge;

namespace NetApi.Tests.Adapters.Netlink;

public class VlanDecoderTests
{
    [Fact]
    public void Decode_VlansAndRanges_AreListedOneByOne()
    {
        var vlans = Decode(
            (1, BRIDGE_VLAN_INFO_PVID | BRIDGE_VLAN_INFO_UNTAGGED),
            (10, BRIDGE_VLAN_INFO_RANGE_BEGIN | BRIDGE_VLAN_INFO_UNTAGGED), (12, BRIDGE_VLAN_INFO_RANGE_END | BRIDGE_VLAN_INFO_UNTAGGED),
            (4094, 0));
        Assert.Equal([new(1, true, true), new(10, false, true), new(11, false, true), new(12, false, true), new(4094, false, false)], Assert.Single(vlans).Vlans);
        Assert.Equal(7, vlans[0].LinkIndex);
    }

    [Fact]
    public void Decode_RangeThatEndsBeforeItBegins_IsEmpty() =>
        Assert.Equal([new PortVlan(3, false, false)], Assert.Single(Decode((9, BRIDGE_VLAN_INFO_RANGE_BEGIN), (8, BRIDGE_VLAN_INFO_RANGE_END), (3, 0))).Vlans);

    [Fact]
    public void Decode_EndWithoutABeginning_IsOneVlan() =>
        Assert.Equal([new PortVlan(8, false, false)], Assert.Single(Decode((8, BRIDGE_VLAN_INFO_RANGE_END))).Vlans);

    [Fact]
    public void Decode_NoVlan_GivesNothing() => Assert.Empty(Decode());

    [Fact]
    public void Decode_VlanOutOfRange_IsRefused() => Assert.Throws<NetlinkFormatException>(() => Decode((4096, 0)));

    private static List<RawVlans> Decode(params (ushort Id, int Flags)[] vlans) => Composed.Decode(
        LinuxRtnetlink.RTM_NEWLINK,
        new ifinfomsg { ifi_family = LinuxSocket.AF_BRIDGE, ifi_index = 7 },
        m => m.AddNested(LinuxIfLink.IFLA_AF_SPEC, spec =>
        {
            foreach (var (id, flags) in vlans)
                spec.AddBytes(IFLA_BRIDGE_VLAN_INFO, [.. BitConverter.GetBytes((ushort)flags), .. BitConverter.GetBytes(id)]);
        }),
        VlanDecoder.Decode);
}
