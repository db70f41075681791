using NetApi.Adapters.Netfilter;
using NetApi.Domain.Firewall;
using Xunit;

namespace NetApi.Tests.Privileged;

[Trait("Ring", "Privileged")]
public sealed class FirewallObserverTests
{
    [Fact]
    public async Task A_fresh_namespace_has_no_rules_and_no_gaps()
    {
        Ring.Privileged();
        using var netns = HeldNetns.Make();

        var firewall = await Observe(netns);

        Assert.Empty(firewall.Gaps);
        Assert.Equal([(IpFamily.V4, FirewallBackend.Nft), (IpFamily.V6, FirewallBackend.Nft)], firewall.RuleSets.Select(s => (s.Family, s.Backend)));
        Assert.All(firewall.RuleSets, s => Assert.Empty(s.Tables));
        Assert.True(firewall.Covers(IpFamily.V4, "nat"));
    }

    [Fact]
    public async Task Rules_of_both_families_are_seen_as_iptables_lists_them()
    {
        Ring.Privileged();
        using var netns = HeldNetns.Make();
        netns.Run("iptables-nft", "-t", "nat", "-A", "PREROUTING", "-p", "tcp", "--dport", "8000", "-m", "comment", "--comment", "a \"b\" \\ c", "-j", "DNAT", "--to-destination", "172.17.0.2:80");
        netns.Run("iptables-nft", "-t", "nat", "-A", "PREROUTING", "-p", "udp", "-j", "REDIRECT");
        netns.Run("ip6tables-nft", "-P", "FORWARD", "DROP");
        netns.Run("ip6tables-nft", "-A", "FORWARD", "!", "-i", "docker+", "-j", "REJECT");

        var firewall = await Observe(netns);

        Assert.Empty(firewall.Gaps);
        Assert.Equal(RulesOf(netns.Run("iptables-nft", "-t", "nat", "-S")), RulesOf(firewall, IpFamily.V4, "nat"));
        Assert.Equal(RulesOf(netns.Run("ip6tables-nft", "-S")), RulesOf(firewall, IpFamily.V6, "filter"));
        Assert.Equal((false, "DROP"), (firewall.Forward(IpFamily.V6, new FlowPattern { InLink = "docker0" })!.Passes, firewall.Forward(IpFamily.V6, new FlowPattern())!.Policy));
    }

    [Fact]
    public async Task A_table_with_a_native_expression_is_a_gap_and_never_empty()
    {
        Ring.Privileged();
        using var netns = HeldNetns.Make();
        netns.Run("iptables-nft", "-A", "INPUT", "-p", "tcp", "-j", "DROP");
        netns.Run("iptables-nft", "-t", "nat", "-A", "OUTPUT", "-p", "tcp", "-j", "REDIRECT");
        netns.Run("nft", "add", "rule", "ip", "filter", "INPUT", "ct", "state", "new", "counter", "accept");

        var firewall = await Observe(netns);

        Assert.Equal("table-incompatible", Assert.Single(firewall.Gaps).Code);
        Assert.False(firewall.Covers(IpFamily.V4, "filter"));
        Assert.True(firewall.Covers(IpFamily.V4, "nat"));
        Assert.True(firewall.Covers(IpFamily.V6, "filter"));
    }

    [Fact]
    public async Task A_listing_that_breaks_off_in_the_middle_is_a_gap()
    {
        Ring.Privileged();
        using var netns = HeldNetns.Make();
        netns.Run("iptables-nft", "-A", "INPUT", "-p", "tcp", "--dport", "1", "-j", "ACCEPT");
        netns.Run("nft", "add", "rule", "ip", "filter", "INPUT", "meta", "iifgroup", "5", "counter", "accept");

        var firewall = await Observe(netns);

        Assert.Contains(firewall.Gaps, g => g.Code is "table-truncated" or "table-incompatible");
        Assert.False(firewall.Covers(IpFamily.V4, "filter"));
    }

    [Fact]
    public async Task Legacy_rules_are_read_beside_the_others()
    {
        Ring.Privileged();
        using var netns = HeldNetns.Make();
        netns.Run("iptables-legacy", "-A", "FORWARD", "-s", "10.0.0.0/8", "-j", "DROP");
        netns.Run("iptables-nft", "-A", "FORWARD", "-s", "10.1.0.0/16", "-j", "ACCEPT");

        var firewall = await Observe(netns);

        Assert.Equal(
            [(FirewallBackend.Nft, "-A FORWARD -s 10.1.0.0/16 -j ACCEPT"), (FirewallBackend.Legacy, "-A FORWARD -s 10.0.0.0/8 -j DROP")],
            firewall.RuleSets.Where(s => s.Family == IpFamily.V4).Select(s => (s.Backend, Assert.Single(s.FindTable("filter")!.FindChain("FORWARD")!.Rules).Text)));
        Assert.DoesNotContain(firewall.RuleSets, s => s is { Family: IpFamily.V6, Backend: FirewallBackend.Legacy });
    }

    [Fact]
    public async Task Looking_creates_no_table()
    {
        Ring.Privileged();
        using var netns = HeldNetns.Make();

        await Observe(netns);

        Assert.Equal("", netns.Run("cat", "/proc/net/ip_tables_names", "/proc/net/ip6_tables_names"));
        Assert.Equal("", netns.Run("nft", "list", "ruleset"));
    }

    [Fact]
    public async Task Native_nftables_are_named()
    {
        Ring.Privileged();
        using var netns = HeldNetns.Make();
        netns.Run("nft", "add", "table", "inet", "firewalld");
        netns.Run("iptables-nft", "-A", "INPUT", "-j", "ACCEPT");

        var firewall = await Observe(netns);

        var gap = Assert.Single(firewall.Gaps);
        Assert.Equal("native-nftables-present", gap.Code);
        Assert.EndsWith(": inet firewalld.", gap.Detail, StringComparison.Ordinal);
        Assert.Equal([new NftTable("inet", "firewalld")], firewall.NativeTables);
    }

    [Fact]
    public async Task Without_the_capability_the_firewall_is_unknown_and_not_empty()
    {
        Ring.Privileged();
        using var netns = HeldNetns.Make();
        string[] unprivileged = [.. netns.Prefix, "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

        var firewall = await new FirewallObserver(unprivileged, netns.ProcNet).ObserveAsync(TestContext.Current.CancellationToken);

        var gap = Assert.Single(firewall.Gaps);
        Assert.Equal(("firewall", "firewall-denied"), (gap.Scope, gap.Code));
        Assert.Contains("CAP_NET_ADMIN", gap.Detail, StringComparison.Ordinal);
        Assert.False(firewall.Covers(IpFamily.V4, "nat"));
        Assert.False(firewall.Covers(IpFamily.V6, "nat"));
    }

    private static Task<FirewallObservation> Observe(HeldNetns netns) =>
        new FirewallObserver(netns.Prefix, netns.ProcNet).ObserveAsync(TestContext.Current.CancellationToken);

    private static IEnumerable<string> RulesOf(FirewallObservation firewall, IpFamily family, string table) =>
        firewall.RuleSets.Where(s => s.Family == family).SelectMany(s => s.FindTable(table)!.Chains).SelectMany(c => c.Rules).Select(r => r.Text);

    private static IEnumerable<string> RulesOf(string listing) => listing.Split('\n').Where(l => l.StartsWith("-A ", StringComparison.Ordinal));
}
