using System.Net;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

public class KernelOrderTests
{
    private static readonly NetnsId Here = new("here");

    [Fact]
    public void Arrange_Addresses_ByLinkAndIpv4First_ElseAsTheKernelHasThem() => Assert.Equal(
        ["1 127.0.0.1/8", "1 ::1/128", "2 10.0.0.9/8", "2 10.0.0.1/8", "2 fd00::1/64"],
        KernelOrder.Arrange(Dump(Address(2, "10.0.0.9/8"), Address(1, "127.0.0.1/8"), Address(2, "10.0.0.1/8"), Address(2, "fd00::1/64"), Address(1, "::1/128")), KernelOrder.Addresses)
            .Select(a => $"{a.LinkIndex} {a.Address}"));

    [Fact]
    public void Arrange_Routes_ByFamilyTableDestinationAndMetric() => Assert.Equal(
        ["0.0.0.0/0 254 0", "10.0.0.0/8 254 5", "10.0.0.0/8 254 7", "10.0.0.0/16 254 0", "9.0.0.0/8 255 0", "::/0 254 0"],
        KernelOrder.Arrange(Dump(Route("::/0", 254, 0), Route("9.0.0.0/8", 255, 0), Route("10.0.0.0/16", 254, 0), Route("10.0.0.0/8", 254, 7), Route("10.0.0.0/8", 254, 5), Route("0.0.0.0/0", 254, 0)), KernelOrder.Routes)
            .Select(r => $"{r.Destination} {r.Table} {r.Metric}"));

    [Fact]
    public void Arrange_EqualRules_StayAsTheKernelHasThem() => Assert.Equal(
        [9u, 3u, 1u],
        KernelOrder.Arrange(Dump(Rule(32766, 1), Rule(5, 9), Rule(5, 3)), KernelOrder.Rules).Select(r => r.Table));

    [Fact]
    public void Arrange_InterruptedDump_ListsNothingTwice()
    {
        var twice = new Dump<LinkAddress>([Address(1, "10.0.0.1/8"), Address(1, "10.0.0.2/8"), Address(1, "10.0.0.1/8")], IsInterrupted: true);
        Assert.Equal(["10.0.0.1/8", "10.0.0.2/8"], KernelOrder.Arrange(twice, KernelOrder.Addresses).Select(a => $"{a.Address}"));
    }

    [Property]
    public Property Sockets_have_one_order_whatever_the_kernels_is() => Prop.ForAll(
        Gen.ListOf(Gen.Zip(Gen.Choose(1, 3), Gen.Choose(1, 99))).ToArbitrary(),
        keys =>
        {
            var sockets = keys.Distinct().Select(k => Socket(k.Item1, (ulong)k.Item2)).ToArray();
            var reversed = sockets.Reverse().ToArray();
            Assert.Equal(KernelOrder.Arrange(Dump(sockets), KernelOrder.Sockets), KernelOrder.Arrange(Dump(reversed), KernelOrder.Sockets));
        });

    private static Dump<T> Dump<T>(params T[] items) => new(items, IsInterrupted: false);

    private static LinkAddress Address(int link, string text) => new() { Namespace = Here, LinkIndex = link, Address = InterfaceAddress.Parse(text), Scope = "global" };

    private static Route Route(string destination, uint table, uint metric) => new() { Destination = IPNetwork.Parse(destination), Table = table, Type = 1, Metric = metric };

    private static RoutingRule Rule(uint priority, uint table) => new() { Namespace = Here, IsIpv6 = false, Priority = priority, Action = "table", Table = table };

    private static ListeningSocket Socket(int port, ulong inode) =>
        new() { Namespace = Here, Protocol = TransportProtocol.Tcp, Address = IPAddress.Any, Port = port, Inode = inode };
}
