using System.Net;
using Xunit;

namespace NetApi.Tests.Topology;

/// <summary>What the lists of kernel things have in common: pages, filters by place, faults, tags.</summary>
public sealed class StateListTests(FullHostApi api) : IClassFixture<FullHostApi>
{
    public static TheoryData<string, int> Lists => new()
    {
        { "links", 9 }, { "addresses", 3 }, { "routes", 5 }, { "rules", 4 }, { "neighbours", 3 }, { "fdb", 2 }, { "sockets", 5 }, { "ports", 5 },
        { "bridges", 2 }, { "veth-pairs", 2 }, { "namespaces", 3 }, { "containers", 2 }, { "networks", 1 },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Pages_of_one_hold_everything_once_in_the_order_of_one_page(string list, int count)
    {
        var whole = await api.Client.GetJsonAsync($"/api/v1/{list}");
        Assert.True(whole.GetProperty("complete").GetBoolean());
        Assert.Empty(whole.GetProperty("gaps").EnumerateArray());
        Assert.Equal(count, whole.Items().Count());
        var paged = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await api.Client.GetJsonAsync($"/api/v1/{list}?limit=1{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            paged.Add(Assert.Single(page.Items()).GetRawText());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        Assert.Equal(whole.Items().Select(i => i.GetRawText()), paged);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task What_the_caller_has_is_answered_304(string list, int count)
    {
        Assert.NotEqual(0, count);
        using var first = await api.Client.SendAsync(HttpMethod.Get, $"/api/v1/{list}");
        var tag = first.Headers.ETag!;
        // Timers, learned entries and process ids make no revision: their lists are told apart by their bytes.
        Assert.Equal(list is not ("addresses" or "neighbours" or "fdb" or "sockets" or "ports"), tag.IsWeak);
        using var second = await api.Client.SendAsync(HttpMethod.Get, $"/api/v1/{list}", null, ("If-None-Match", tag.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("links?limit=1", "routes?limit=1")]
    [InlineData("links?limit=1", "links?limit=1&namespace=host")]
    [InlineData("links?limit=1&namespace=host", "links?limit=1&namespace=myweb")]
    [InlineData("ports?limit=1", "ports?limit=1&protocol=tcp")]
    [InlineData("containers?limit=1", "containers?limit=1&state=running")]
    public async Task A_cursor_is_for_the_list_it_came_with(string list, string other)
    {
        var cursor = (await api.Client.GetJsonAsync($"/api/v1/{list}")).Text("nextCursor");
        using var answer = await api.Client.SendAsync(HttpMethod.Get, $"/api/v1/{other}&cursor={cursor}");
        Assert.Equal([("?cursor", "unknown-cursor")], (await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed")).Faults());
    }

    [Fact]
    public async Task A_cursor_lasts_with_another_limit_and_filters_in_another_order()
    {
        var first = await api.Client.GetJsonAsync("/api/v1/links?namespace=host&kind=veth&limit=1");
        var rest = await api.Client.GetJsonAsync($"/api/v1/links?KIND=veth&limit=5&cursor={first.Text("nextCursor")}&namespace=host");
        var whole = await api.Client.GetJsonAsync("/api/v1/links?namespace=host&kind=veth");
        Assert.Equal(whole.Items().Select(l => l.Text("name")), first.Items().Concat(rest.Items()).Select(l => l.Text("name")));
    }

    [Theory]
    [InlineData("links", 7, 2)]
    [InlineData("addresses", 2, 1)]
    [InlineData("routes", 4, 1)]
    [InlineData("rules", 3, 1)]
    [InlineData("neighbours", 2, 1)]
    [InlineData("fdb", 2, 0)]
    [InlineData("sockets", 4, 1)]
    public async Task Namespace_and_container_narrow_a_list(string list, int ofHost, int ofWeb)
    {
        Assert.Equal(ofHost, await CountAsync($"{list}?namespace=host"));
        Assert.Equal(ofHost, await CountAsync($"{list}?namespace={FullHost.HostId}"));
        foreach (var place in new[] { "namespace=myweb", $"namespace={FullHost.WebId}", "container=myweb", "container=aaa", $"container={new string('a', 64)}", "container=myweb&namespace=myweb" })
            Assert.Equal((place, ofWeb), (place, await CountAsync($"{list}?{place}")));
        foreach (var nowhere in new[] { "namespace=nowhere", "container=nobody", "container=myweb&namespace=host", "container=old", "namespace=" })
            Assert.Equal((nowhere, 0), (nowhere, await CountAsync($"{list}?{nowhere}")));
    }

    [Theory]
    [InlineData("links?state=running&limit=0", "?limit out-of-range, ?state unknown-word")]
    [InlineData("addresses?family=6&cursor=%25", "?cursor unknown-cursor, ?family unknown-word")]
    [InlineData("routes?table=-1&family=inet", "?table unknown-word, ?family unknown-word")]
    [InlineData("rules?table=mine&family=", "?table unknown-word, ?family unknown-word")]
    [InlineData("neighbours?state=gone&family=v4", "?family unknown-word, ?state unknown-word")]
    [InlineData("fdb?limit=5001&cursor=%25", "?limit out-of-range, ?cursor unknown-cursor")]
    [InlineData("sockets?protocol=icmp&family=x&port=0", "?protocol unknown-word, ?family unknown-word, ?port port-out-of-range")]
    [InlineData("ports?protocol=TCP&address=1&port=65536&holder=me&limit=-1", "?limit out-of-range, ?protocol unknown-word, ?address malformed-address, ?port port-out-of-range, ?holder unknown-word")]
    [InlineData("ports/free?protocol=icmp&from=0&count=101&address=203.0.113.300", "?protocol unknown-word, ?from port-out-of-range, ?count out-of-range, ?address malformed-address")]
    [InlineData("ports/free?address=203.0.113.3", "?address address-not-on-host")]
    [InlineData("sockets?port=http", "?port unreadable")]
    public async Task A_malformed_request_is_400_and_every_fault_is_told(string request, string faults)
    {
        using var answer = await api.Client.SendAsync(HttpMethod.Get, $"/api/v1/{request}");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal(faults, string.Join(", ", problem.Faults().Select(f => $"{f.Pointer} {f.Code}")));
    }

    private async Task<int> CountAsync(string request) => (await api.Client.GetJsonAsync($"/api/v1/{request}")).Items().Count();
}
