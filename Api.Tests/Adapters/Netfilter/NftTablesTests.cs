using NetApi.Adapters.Netfilter;
using Xunit;

namespace NetApi.Tests.Adapters.Netfilter;

public sealed class NftTablesTests
{
    [Fact]
    public void Parse_TablesOfIptables_AreNotNative()
    {
        const string json = """
            {"nftables": [{"metainfo": {"version": "1.0.6", "json_schema_version": 1}}, {"table": {"family": "ip", "name": "filter", "handle": 1}},
            {"table": {"family": "inet", "name": "mine", "handle": 2}}, {"table": {"family": "ip6", "name": "nat", "handle": 3}},
            {"table": {"family": "inet", "name": "filter", "handle": 4}}]}
            """;

        var tables = NftTables.Parse(json);

        Assert.NotNull(tables);
        Assert.Equal("nftables holds tables beside iptables' own, and their rules are not read: inet filter, inet mine.", NftTables.Notice(tables.Value).Detail);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"nftables\": 1}")]
    [InlineData("{\"nftables\": [{\"table\": {}}]}")]
    [InlineData("{}")]
    public void Parse_AnotherForm_IsNull(string json) => Assert.Null(NftTables.Parse(json));
}
