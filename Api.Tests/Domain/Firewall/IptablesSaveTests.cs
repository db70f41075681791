using System.Collections.Immutable;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Firewall;

public sealed class IptablesSaveTests
{
    [Theory]
    [InlineData("docker-20.10-v4.txt")]
    [InlineData("docker-20.10-v4-counters.txt")]
    [InlineData("legacy.txt")]
    [InlineData("nft-v6.txt")]
    [InlineData("nft-cut.txt")]
    public void Parse_Captured_EveryRuleIsRebuiltFromItsOptions(string file)
    {
        var text = Captured.Text("iptables", file);

        var ruleSet = Parse(text, out _);

        var rules = ruleSet.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules).ToList();
        Assert.Equal(text.Split('\n').Count(l => l.Contains("-A ", StringComparison.Ordinal)), rules.Count);
        Assert.All(rules, r =>
        {
            Assert.Null(r.Unsupported);
            Assert.Contains(r.Text, text, StringComparison.Ordinal);
            Assert.Equal(r.Text, string.Join(' ', ["-A", r.Chain, .. r.Options.Select(o => o.Text)]));
            Assert.Equal(r.Words(), r.Rebuilt());
        });
    }

    [Fact]
    public void Parse_Docker_HasTablesChainsPoliciesAndNumbers()
    {
        var ruleSet = Parse(Captured.Text("iptables", "docker-20.10-v4.txt"), out var gaps);

        Assert.Empty(gaps);
        Assert.True(ruleSet.IsWhole);
        Assert.Equal(["filter", "nat"], ruleSet.Tables.Select(t => t.Name));
        var filter = ruleSet.FindTable("filter")!;
        Assert.Equal("DROP", filter.FindChain("FORWARD")!.Policy);
        Assert.Null(filter.FindChain("DOCKER-USER")!.Policy);
        Assert.Equal(Enumerable.Range(1, 11), filter.FindChain("FORWARD")!.Rules.Select(r => r.Number));
    }

    [Fact]
    public void Parse_Counters_GiveTheSameRules()
    {
        var plain = Parse(Captured.Text("iptables", "docker-20.10-v4.txt"), out _);
        var counted = Parse(Captured.Text("iptables", "docker-20.10-v4-counters.txt"), out _);

        Assert.Equal(Texts(plain), Texts(counted));
    }

    [Fact]
    public void Parse_IncompatibleTable_IsAGapAndNotEmpty()
    {
        var ruleSet = Parse(Captured.Text("iptables", "nft-incompatible.txt"), out var gaps);

        var gap = Assert.Single(gaps);
        Assert.Equal(("firewall", "table-incompatible"), (gap.Scope, gap.Code));
        Assert.Contains("filter", gap.Detail, StringComparison.Ordinal);
        Assert.False(ruleSet.Covers("filter"));
        Assert.True(ruleSet.Covers("nat"));
        Assert.True(ruleSet.Covers("raw"));
    }

    [Fact]
    public void Parse_ListingWithoutCommit_CoversNeitherThatTableNorAbsentOnes()
    {
        var ruleSet = Parse(Captured.Text("iptables", "nft-cut.txt"), out var gaps);

        Assert.Equal("table-truncated", Assert.Single(gaps).Code);
        Assert.Equal("-A INPUT -p tcp -m tcp --dport 1 -j ACCEPT", Assert.Single(ruleSet.FindTable("filter")!.FindChain("INPUT")!.Rules).Text);
        Assert.False(ruleSet.Covers("filter"));
        Assert.False(ruleSet.Covers("nat"));
    }

    [Fact]
    public void Parse_Nothing_IsAWholeRuleSetWithoutTables()
    {
        var ruleSet = Parse(Captured.Text("iptables", "docker-20.10-v6.txt"), out var gaps);

        Assert.Empty(gaps);
        Assert.Empty(ruleSet.Tables);
        Assert.True(ruleSet.Covers("nat"));
    }

    [Fact]
    public void Parse_LinesOfAnotherForm_AreNamedNotDropped()
    {
        var ruleSet = Parse("noise\n*filter\n:INPUT ACCEPT [0:0]\n-X INPUT\n-A INPUT \"\n-A LATE -j DROP\nCOMMIT\n", out var gaps);

        Assert.Equal(3, gaps.Count(g => g.Code == "rule-unparsed"));
        Assert.False(ruleSet.Covers("filter"));
        Assert.Equal("-A INPUT \"", ruleSet.FindTable("filter")!.FindChain("INPUT")!.Rules[0].Text);
        Assert.Equal("-A LATE -j DROP", ruleSet.FindTable("filter")!.FindChain("LATE")!.Rules[0].Text);
    }

    private static RuleSet Parse(string text, out ImmutableArray<Gap> gaps) => IptablesSave.Parse(text, IpFamily.V4, FirewallBackend.Nft, out gaps);

    private static IEnumerable<string> Texts(RuleSet ruleSet) => ruleSet.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules).Select(r => r.Text);
}
