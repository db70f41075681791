using System.Globalization;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Adapters.Netlink.SockDiag;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Privileged;

[Trait("Ring", "Privileged")]
public sealed class RouteSocketTests : IDisposable
{
    private static readonly NetnsId Id = new("there");

    private readonly ScratchNetns _here;
    private readonly ScratchNetns _there;
    private readonly NetnsHandle _thereHandle;
    private readonly RouteSocket _socket;

    public RouteSocketTests()
    {
        Ring.Privileged();
        _here = new ScratchNetns();
        _there = new ScratchNetns();
        _thereHandle = _there.Open();
        _there.Batch(["link set lo up", "link add br0 type bridge", "addr add 10.5.0.1/16 dev br0", "addr add fd05::1/64 dev br0 nodad", "addr add 10.6.0.1/16 dev lo"]);
        using var handle = _here.Open();
        _socket = NetnsEntry.Run(handle, RouteSocket.Open);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _thereHandle.Dispose();
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public void An_id_is_assigned_once_and_is_that_of_ip_netns()
    {
        Assert.Null(_socket.NsidOf(_thereHandle));
        var id = _socket.AssignNsid(_thereHandle);
        Assert.Equal(id, _socket.AssignNsid(_thereHandle));
        Assert.Equal(id, _socket.NsidOf(_thereHandle));
        Assert.Contains(_here.IpJson("netns list-id"), n => (int)n!["nsid"]! == id && (string?)n["name"] == _there.Name);
    }

    [Fact]
    public void An_id_cannot_be_assigned_without_the_right_to()
    {
        var failure = Assert.Throws<NetlinkException>(() => NetnsEntry.OnOwnThread(() =>
        {
            Capabilities.DropAll();
            using var socket = RouteSocket.Open();
            return socket.AssignNsid(_thereHandle);
        }));
        Assert.True(failure.IsPermission);
    }

    [Fact]
    public void Another_namespace_is_read_without_being_entered()
    {
        var nsid = _socket.AssignNsid(_thereHandle);
        using var inside = NetnsEntry.Run(_thereHandle, RouteSocket.Open);
        Assert.Equal(inside.DumpLinks().Items, _socket.DumpLinks(nsid).Items);
        Assert.Equal(inside.DumpAddresses(Id).Items, _socket.DumpAddresses(Id, nsid: nsid).Items);
        var bridge = inside.DumpLinks().Items.Single(l => l.Name == "br0");
        Assert.Equal(bridge, _socket.GetLink(bridge.Index, nsid));
        Assert.Equal(["10.5.0.1/16", "fd05::1/64"], _socket.DumpAddresses(Id, bridge.Index, nsid).Items.Select(a => $"{a.Address}"));
    }

    [Fact]
    public void A_link_that_is_gone_is_null_and_has_no_addresses()
    {
        Assert.Null(_socket.GetLink(9999));
        Assert.Empty(_socket.DumpAddresses(Id, 9999).Items);
        var nsid = _socket.AssignNsid(_thereHandle);
        Assert.Null(_socket.GetLink(9999, nsid));
        Assert.Empty(_socket.DumpAddresses(Id, 9999, nsid).Items);
    }

    [Fact]
    public void Lifetimes_end_when_ip_addr_says()
    {
        _there.Ip("addr add 10.7.0.1/16 dev br0 valid_lft 5000 preferred_lft 4000");
        using var inside = NetnsEntry.Run(_thereHandle, RouteSocket.Open);
        var before = DateTimeOffset.UtcNow;
        var address = inside.DumpAddresses(Id).Items.Single(a => $"{a.Address}" == "10.7.0.1/16");
        Assert.InRange(address.ValidUntil!.Value, before.AddSeconds(4900), before.AddSeconds(5001));
        Assert.InRange(address.PreferredUntil!.Value, before.AddSeconds(3900), before.AddSeconds(4001));
        Assert.Contains("dynamic", address.Flags);
        Assert.Null(inside.DumpAddresses(Id).Items.Single(a => $"{a.Address}" == "10.5.0.1/16").ValidUntil);
    }

    [Fact]
    public void Sockets_that_the_counters_spare_are_those_that_are_not_there()
    {
        _there.Batch(["link set br0 up", "addr add fd77::1/64 dev br0 nodad"]);
        using var sockets = TestSockets.OpenIn(_there, new Random(1));
        var (all, counted) = NetnsEntry.Run(_thereHandle, () =>
        {
            using var procfs = new NetnsProcfs();
            procfs.MoveOn();
            using var diag = SockDiagSocket.Open();
            return (diag.DumpListeners(Id).Items, diag.DumpListeners(Id, SocketCounts.Read(procfs)).Items);
        });
        Assert.Equal(11, all.Count);
        Assert.Equal(all, counted);
        using var here = _here.Open();
        Assert.Equal(default, NetnsEntry.Run(here, () =>
        {
            using var procfs = new NetnsProcfs();
            procfs.MoveOn();
            return SocketCounts.Read(procfs);
        }));
    }

    [Fact]
    public void Sysctls_are_those_of_the_namespace_with_and_without_a_procfs_of_our_own()
    {
        var port = Random.Shared.Next(1, 1000).ToString(CultureInfo.InvariantCulture);
        _there.In($"sysctl -q -w net.ipv4.ip_unprivileged_port_start={port}");
        Assert.Equal(port, NetnsEntry.Run(_thereHandle, Sysctls)!.Values["net.ipv4.ip_unprivileged_port_start"]);
        var unprivileged = NetnsEntry.Run(_thereHandle, () =>
        {
            Capabilities.DropAll();
            return Sysctls();
        });
        Assert.Equal(NetnsEntry.Run(_thereHandle, Sysctls), unprivileged);
    }

    [Fact]
    public void Sysctls_of_a_link_are_told_where_they_are_not_the_default()
    {
        _there.Ip("link add sw0 type bridge");
        _there.Ip("link add sw0.7 type veth peer name sw0-7");
        var before = NetnsEntry.Run(_thereHandle, Sysctls)!.Values;
        Assert.DoesNotContain(before.Keys, k => k.Contains("sw0", StringComparison.Ordinal));
        Assert.Equal(("0", "0"), (before["net.ipv4.ip_forward"], before["net.ipv4.conf.default.forwarding"]));

        _there.In("sysctl -q -w net.ipv4.ip_forward=1 net.ipv4.conf.default.rp_filter=2 net.ipv4.conf.sw0.forwarding=0 net.ipv4.conf.sw0.rp_filter=1 net.ipv4.conf.sw0/7.proxy_arp=1 net.ipv4.conf.sw0.route_localnet=1 net.ipv6.conf.sw0.forwarding=1");
        _there.Ip("link add sw1 type bridge");
        var after = NetnsEntry.Run(_thereHandle, Sysctls)!.Values;
        Assert.Equal(("1", "1", "2"), (after["net.ipv4.ip_forward"], after["net.ipv4.conf.default.forwarding"], after["net.ipv4.conf.default.rp_filter"]));
        Assert.Equal(
            [
                "net.ipv4.conf.sw0.forwarding=0",
                "net.ipv4.conf.sw0.route_localnet=1",
                "net.ipv4.conf.sw0.rp_filter=1",
                "net.ipv4.conf.sw0/7.proxy_arp=1",
                "net.ipv6.conf.sw0.forwarding=1",
            ],
            after.Where(v => v.Key.Contains(".sw", StringComparison.Ordinal)).Select(v => $"{v.Key}={v.Value}"));
    }

    private static NamespaceSysctls? Sysctls()
    {
        using var procfs = new NetnsProcfs();
        procfs.MoveOn();
        using var socket = RouteSocket.Open();
        return ForwardingSysctls.Read(Id, procfs, socket, socket.DumpLinks().Items).Sysctls;
    }
}
