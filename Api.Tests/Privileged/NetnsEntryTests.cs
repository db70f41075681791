using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using Xunit;

namespace NetApi.Tests.Privileged;

[Trait("Ring", "Privileged")]
public class NetnsEntryTests
{
    private const string ThreadNetns = "/proc/thread-self/ns/net";

    [Fact]
    public void Code_runs_inside_on_a_thread_of_its_own_and_the_caller_stays_where_it_is()
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        using var handle = netns.Open();
        var before = new FileInfo(ThreadNetns).LinkTarget;
        var (inside, isPool, thread) = NetnsEntry.Run(handle, () =>
            (new FileInfo(ThreadNetns).LinkTarget, Thread.CurrentThread.IsThreadPoolThread, Environment.CurrentManagedThreadId));
        Assert.Equal($"net:[{handle.Inode}]", inside);
        Assert.False(isPool);
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
        Assert.Equal(before, new FileInfo(ThreadNetns).LinkTarget);
        Assert.NotEqual(before, inside);
    }

    [Fact]
    public void An_exception_comes_through_with_its_stack()
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        using var handle = netns.Open();
        var failure = Assert.Throws<TimeZoneNotFoundException>(() => NetnsEntry.Run(handle, Fail));
        Assert.Contains(nameof(Fail), failure.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_that_was_opened_inside_stays_inside()
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        netns.Ip("link set lo up");
        netns.Ip("addr add 10.66.0.1/32 dev lo");
        using var handle = netns.Open();
        using var socket = NetnsEntry.Run(handle, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        // The address is the namespace's only: binding to it succeeds nowhere else.
        socket.Bind(new IPEndPoint(IPAddress.Parse("10.66.0.1"), 0));
        Assert.Equal("10.66.0.1", ((IPEndPoint)socket.LocalEndPoint!).Address.ToString());
    }

    [Fact]
    public void An_anonymous_namespace_has_nothing_but_its_loopback_and_no_name()
    {
        Ring.Privileged();
        using var netns = NetnsEntry.CreateAnonymous();
        Assert.Equal(["lo"], NetnsEntry.Run(netns, () => NetworkInterfacesHere()));
        Assert.DoesNotContain($"net:[{netns.Inode}]", File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_veth_into_an_anonymous_namespace_vanishes_when_its_handle_is_closed()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var hostHandle = host.Open();
        using var commands = LinkCommands.OpenIn(hostHandle);
        using (var anonymous = NetnsEntry.CreateAnonymous())
        {
            commands.CreateVethPair("vantage", "eth0", anonymous);
            Assert.Single(host.IpJson("link show vantage"));
        }
        // The kernel takes a dead namespace apart in a worker of its own.
        Assert.True(SpinWait.SpinUntil(() => !host.Ip("link").Contains("vantage", StringComparison.Ordinal), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Open_of_something_else_than_a_network_namespace_is_refused()
    {
        Assert.Equal("ENOENT", Assert.Throws<NetlinkException>(() => NetnsHandle.Open("/run/netns/netapi-none")).ErrnoName);
        Assert.Equal("EINVAL", Assert.Throws<NetlinkException>(() => NetnsHandle.Open("/etc/hostname")).ErrnoName);
        Assert.Equal("EINVAL", Assert.Throws<NetlinkException>(() => NetnsHandle.Open("/proc/self/ns/mnt")).ErrnoName);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail() => throw new TimeZoneNotFoundException();

    private static List<string> NetworkInterfacesHere() => [.. NetworkInterface.GetAllNetworkInterfaces().Select(i => i.Name)];
}
