using System.Net;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Privileged;

[Trait("Ring", "Privileged")]
public sealed class LinkCommandsTests : IDisposable
{
    private readonly ScratchNetns _here;
    private readonly ScratchNetns _there;
    private readonly NetnsHandle _hereHandle;
    private readonly NetnsHandle _thereHandle;
    private readonly LinkCommands _commands;

    public LinkCommandsTests()
    {
        Ring.Privileged();
        _here = new ScratchNetns();
        _there = new ScratchNetns();
        _hereHandle = _here.Open();
        _thereHandle = _there.Open();
        _commands = LinkCommands.OpenIn(_hereHandle);
    }

    public void Dispose()
    {
        _commands.Dispose();
        _hereHandle.Dispose();
        _thereHandle.Dispose();
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public void A_veth_pair_is_made_across_namespaces_addressed_routed_and_deleted()
    {
        _commands.CreateVethPair("probe", "peer", _thereHandle);
        var index = _commands.IndexOf("probe");
        _commands.AddAddress(index, InterfaceAddress.Parse("10.88.0.1/30"));
        _commands.AddAddress(index, InterfaceAddress.Parse("fd88::1/64"));
        _commands.SetUp(index);
        _commands.AddDefaultRoute(IPAddress.Parse("10.88.0.2"), index);
        _commands.AddDefaultRoute(IPAddress.Parse("fd88::2"), index);
        _commands.AddRoute(IPNetwork.Parse("10.89.0.0/16"), null, index);

        var link = Assert.Single(_here.IpJson("addr show probe"))!;
        Assert.Equal(index, (int)link["ifindex"]!);
        Assert.Contains("UP", link["flags"]!.AsArray().Select(f => (string)f!));
        Assert.Contains("10.88.0.1/30", link["addr_info"]!.AsArray().Select(a => $"{a!["local"]}/{a["prefixlen"]}"));
        Assert.Contains("fd88::1/64", link["addr_info"]!.AsArray().Select(a => $"{a!["local"]}/{a["prefixlen"]}"));
        Assert.Equal("10.88.0.2", (string)Assert.Single(_here.IpJson("route show default"))!["gateway"]!);
        Assert.Equal("fd88::2", (string)Assert.Single(_here.IpJson("-6 route show default"))!["gateway"]!);
        Assert.Equal("probe", (string)Assert.Single(_here.IpJson("route show 10.89.0.0/16"))!["dev"]!);
        Assert.Single(_there.IpJson("link show peer"));

        _commands.Delete(index);
        Assert.DoesNotContain("probe", _here.Ip("link"), StringComparison.Ordinal);
        Assert.DoesNotContain("peer", _there.Ip("link"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_is_set_and_found_again()
    {
        _commands.CreateVethPair("probe", "peer", _thereHandle);
        var index = _commands.IndexOf("probe");
        _commands.SetAlias(index, "netapi vantage 7");
        Assert.Equal("netapi vantage 7", (string)Assert.Single(_here.IpJson("link show probe"))!["ifalias"]!);
        Assert.Equal(new Dictionary<int, string> { [index] = "netapi vantage 7" }, _commands.Aliases());
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_in_the_kernels_words()
    {
        _commands.CreateVethPair("probe", "peer", _thereHandle);
        var failure = Assert.Throws<NetlinkException>(() => _commands.CreateVethPair("probe", "other", _thereHandle));
        Assert.Equal(("RTM_NEWLINK probe", "EEXIST"), (failure.Operation, failure.ErrnoName));
    }

    [Fact]
    public void An_unknown_link_is_ENODEV()
    {
        Assert.Equal("ENODEV", Assert.Throws<NetlinkException>(() => _commands.IndexOf("nothing")).ErrnoName);
        Assert.Equal("ENODEV", Assert.Throws<NetlinkException>(() => _commands.SetUp(9999)).ErrnoName);
        Assert.Equal("ENODEV", Assert.Throws<NetlinkException>(() => _commands.Delete(9999)).ErrnoName);
    }

    [Fact]
    public void A_route_over_an_unreachable_gateway_carries_the_extended_acknowledgement()
    {
        _commands.CreateVethPair("probe", "peer", _thereHandle);
        var index = _commands.IndexOf("probe");
        _commands.SetUp(index);
        var failure = Assert.Throws<NetlinkException>(() => _commands.AddDefaultRoute(IPAddress.Parse("10.88.0.2"), index));
        Assert.Equal("ENETUNREACH", failure.ErrnoName);
        Assert.Equal("Nexthop has invalid gateway", failure.KernelMessage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sixteen-bytes-xx")]
    public void A_name_that_the_kernel_cannot_hold_is_refused_before_it_is_asked(string name) =>
        Assert.Throws<ArgumentException>(() => _commands.CreateVethPair(name, "peer", _thereHandle));
}
