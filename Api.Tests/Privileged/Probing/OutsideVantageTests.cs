using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Adapters.Probing;
using NetApi.Domain.Reachability;
using NetApi.Reachability;
using Xunit;

namespace NetApi.Tests.Privileged.Probing;

[Trait("Ring", "Privileged")]
public sealed class OutsideVantageTests : IDisposable
{
    private readonly ScratchNetns _host;
    private readonly ScratchNetns _container;
    private readonly NetnsHandle _hostHandle;
    private readonly OutsideVantages _vantages;

    public OutsideVantageTests()
    {
        Ring.Privileged();
        _host = new ScratchNetns();
        _container = new ScratchNetns();
        _host.Ip("link set lo up");
        _host.Ip($"link add veth0 type veth peer name eth0 netns {_container.Name}");
        _host.Ip("addr add 172.17.0.1/16 dev veth0");
        _host.Ip("link set veth0 up");
        _container.Ip("addr add 172.17.0.7/16 dev eth0");
        _container.Ip("link set eth0 up");
        _container.Ip("route add default via 172.17.0.1");
        _host.Exec("sysctl -qw net.ipv4.ip_forward=1");
        _hostHandle = _host.Open();
        _vantages = new OutsideVantages(() => LinkCommands.OpenIn(_hostHandle));
    }

    public void Dispose()
    {
        _hostHandle?.Dispose();
        _container?.Dispose();
        _host?.Dispose();
    }

    [Theory, InlineData(AddressFamily.InterNetwork, "198.18.0.1"), InlineData(AddressFamily.InterNetworkV6, "2001:db8:6e65:7461::1")]
    public void A_fresh_vantage_reaches_the_host_without_waiting_for_a_second_try(AddressFamily family, string hostEnd)
    {
        for (var i = 0; i < 20; i++)
        {
            using var vantage = _vantages.Create(family, [])!;
            Assert.Equal(ProbeOutcome.Refused, Probe(vantage, hostEnd).Outcome);
            Assert.Equal((1, 0), NetnsEntry.Run(vantage.Netns, () => (TcpCount("ActiveOpens"), TcpCount("RetransSegs"))));
        }
    }

    [Fact]
    public void A_vantage_that_does_not_come_up_is_told_and_leaves_nothing()
    {
        // The host routes its own end of the vantage away before it looks at its addresses.
        _host.Ip("rule add pref 1 lookup local");
        _host.Ip("rule del pref 0");
        _host.Ip("rule add pref 0 unreachable to 198.18.0.0/15");
        Assert.Contains("did not come up", Assert.Throws<TimeoutException>(() => _vantages.Create(AddressFamily.InterNetwork, [])).Message, StringComparison.Ordinal);
        Assert.Empty(Vantages());
    }

    [Fact]
    public void It_stands_on_the_host_as_a_veth_with_alias_and_address_and_is_gone_afterwards()
    {
        using (_vantages.Create(AddressFamily.InterNetwork, []))
        {
            var addressed = Assert.Single(Vantages())!;
            Assert.Equal("198.18.0.1", addressed["addr_info"]![0]!["local"]!.GetValue<string>());
            var link = _host.IpJson($"-d link show {addressed["ifname"]}")[0]!;
            Assert.Equal((VantageOwner.Current.Alias, "UP", "veth"), (link["ifalias"]!.GetValue<string>(), link["operstate"]!.GetValue<string>(), link["linkinfo"]!["info_kind"]!.GetValue<string>()));
            // NET_ADDR_SET of linux/netdevice.h: udev leaves such an address alone.
            _host.Exec($"ip netns exec {_host.Name} grep -qx 3 /sys/class/net/{addressed["ifname"]}/addr_assign_type");
        }
        Assert.Empty(Vantages());
    }

    [Fact]
    public void Vantages_at_the_same_time_have_subnets_of_their_own_and_give_them_back()
    {
        // Each maker stands for a process of its own: what they share is the kernel.
        var all = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8)
            .Select(_ => new OutsideVantages(() => LinkCommands.OpenIn(_hostHandle)).Create(AddressFamily.InterNetwork, [])!).ToList();
        var subnets = Vantages().Select(l => l!["addr_info"]![0]!["local"]!.GetValue<string>()).ToHashSet();
        Assert.Equal(8, subnets.Count);
        all.ForEach(v => v.Dispose());
        using var next = _vantages.Create(AddressFamily.InterNetwork, []);
        Assert.Equal("198.18.0.1", Vantages()[0]!["addr_info"]![0]!["local"]!.GetValue<string>());
    }

    [Fact]
    public void A_name_that_is_taken_is_passed_over_with_its_subnet()
    {
        _host.Ip("link add netapi-out0 type bridge");
        using var vantage = _vantages.Create(AddressFamily.InterNetwork, []);
        Assert.Equal(["netapi-out0", "netapi-out1"], Vantages().Select(l => l!["ifname"]!.GetValue<string>()));
        Assert.Equal("198.18.0.5", Vantages()[1]!["addr_info"]![0]!["local"]!.GetValue<string>());
    }

    [Fact]
    public void Without_a_free_name_there_is_no_vantage()
    {
        var one = VantageSubnets.Free(AddressFamily.InterNetwork, []).First();
        _host.Ip($"link add {OutsideVantages.NameOf(one)} type bridge");
        Assert.Null(_vantages.Create(AddressFamily.InterNetwork, [.. VantageSubnets.Free(AddressFamily.InterNetwork, []).Skip(1)]));
    }

    [Fact]
    public void It_meets_the_host_s_rules_as_a_neighbour_does()
    {
        using var listener = Listen(_container);
        using var vantage = _vantages.Create(AddressFamily.InterNetwork, [])!;
        Assert.Equal(ProbeOutcome.Open, Probe(vantage, "172.17.0.7").Outcome);

        _host.Exec("iptables -t nat -A PREROUTING -p tcp -d 172.17.0.1 --dport 8000 -j DNAT --to-destination 172.17.0.7:80");
        Assert.Equal(ProbeOutcome.Open, Probe(vantage, "172.17.0.1", 8000).Outcome);

        _host.Exec("iptables -A FORWARD ! -i veth0 -o veth0 -j REJECT --reject-with icmp-admin-prohibited");
        var rejected = Probe(vantage, "172.17.0.7");
        Assert.Equal((ProbeOutcome.Rejected, new IcmpError(3, 13, IPAddress.Parse("198.18.0.1"))), (rejected.Outcome, rejected.Icmp));

        _host.Exec("iptables -F FORWARD");
        _host.Exec("iptables -A FORWARD -i eth0 -j DROP");
        Assert.Equal(ProbeOutcome.Open, Probe(vantage, "172.17.0.7").Outcome);
    }

    [Fact]
    public void It_passes_a_strict_rp_filter_and_ends_at_a_host_that_does_not_forward()
    {
        using var listener = Listen(_container);
        _host.Exec("sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.default.rp_filter=1");
        using (var vantage = _vantages.Create(AddressFamily.InterNetwork, [])!)
            Assert.Equal(ProbeOutcome.Open, Probe(vantage, "172.17.0.7").Outcome);
        _host.Exec("sysctl -qw net.ipv4.ip_forward=0");
        using (var vantage = _vantages.Create(AddressFamily.InterNetwork, [])!)
        {
            Assert.Equal(ProbeOutcome.TimedOut, Probe(vantage, "172.17.0.7", timeoutMs: 200).Outcome);
            Assert.Equal(ProbeOutcome.Refused, Probe(vantage, "172.17.0.1").Outcome);
        }
    }

    [Fact]
    public void A_process_that_is_killed_leaves_nothing()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-method", $"{typeof(VantageHolder).FullName}.{nameof(VantageHolder.Hold_a_vantage_until_killed)}", "-explicit", "only"]) { RedirectStandardOutput = true };
        start.Environment[VantageHolder.HostPath] = _host.Path;
        using var child = Process.Start(start)!;
        try
        {
            Assert.True(SpinWait.SpinUntil(() => Vantages().Count == 1, TimeSpan.FromSeconds(30)));
        }
        finally
        {
            child.Kill();
            child.WaitForExit();
        }
        // The kernel takes a dead namespace apart in a worker of its own.
        Assert.True(SpinWait.SpinUntil(() => Vantages().Count == 0, TimeSpan.FromSeconds(10)));
    }

    private System.Text.Json.Nodes.JsonArray Vantages()
    {
        var links = _host.IpJson("addr show");
        foreach (var link in links.Where(l => !l!["ifname"]!.GetValue<string>().StartsWith(OutsideVantages.NamePrefix, StringComparison.Ordinal)).ToList())
            links.Remove(link);
        return links;
    }

    private static int TcpCount(string name)
    {
        // Of the calling thread's namespace, which /proc/net is not.
        var lines = File.ReadLines("/proc/thread-self/net/snmp").Where(l => l.StartsWith("Tcp:", StringComparison.Ordinal)).Select(l => l.Split(' ')).ToList();
        return int.Parse(lines[1][Array.IndexOf(lines[0], name)], CultureInfo.InvariantCulture);
    }

    private static TcpListener Listen(ScratchNetns netns)
    {
        using var handle = netns.Open();
        var listener = NetnsEntry.Run(handle, () =>
        {
            var inside = new TcpListener(IPAddress.Any, 80);
            inside.Start();
            return inside;
        });
        return listener;
    }

    private static ProbeResult Probe(OutsideVantage vantage, string address, int port = 80, int timeoutMs = 3_000)
    {
        using var socket = NetnsEntry.Run(vantage.Netns, () => ProbeSocket.Open(ProbeProtocol.Tcp, new IPEndPoint(IPAddress.Parse(address), port)));
        return socket.Run(TimeSpan.FromMilliseconds(timeoutMs));
    }
}
