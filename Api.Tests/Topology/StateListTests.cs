using System.Net;
using NetApi.Domain.Topology;
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
        foreach (var nowhere in new[] { "container=myweb&namespace=host", "container=old" })
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
    [InlineData("links?bridge=eth0&namespace=nowhere&container=nobody&kind=brigde", "?bridge unknown-bridge, ?kind unknown-word, ?namespace unknown-namespace, ?container unknown-container")]
    [InlineData("fdb?bridge=vx0&namespace=", "?bridge unknown-bridge, ?namespace unknown-namespace")]
    [InlineData("addresses?container=nobody", "?container unknown-container")]
    [InlineData("routes?container=nobody", "?container unknown-container")]
    [InlineData("rules?container=nobody", "?container unknown-container")]
    [InlineData("neighbours?container=nobody", "?container unknown-container")]
    [InlineData("sockets?namespace=nowhere", "?namespace unknown-namespace")]
    [InlineData("ports?container=nobody", "?container unknown-container")]
    [InlineData("containers?network=nowhere", "?network unknown-network")]
    [InlineData("containers?limit=0&network=nowhere&state=up", "?limit out-of-range, ?state unknown-word, ?network unknown-network")]
    [InlineData("links?contaner=x&limit=0&kind=brigde", "?contaner unknown-parameter, ?limit out-of-range, ?kind unknown-word")]
    [InlineData("links?state=bogus&bridge=nowhere", "?state unknown-word, ?bridge unknown-bridge")]
    [InlineData("routes?limit=0&table=-1&container=nobody", "?limit out-of-range, ?table unknown-word, ?container unknown-container")]
    [InlineData("ports?cursor=%25&port=0&container=nobody", "?cursor unknown-cursor, ?port port-out-of-range, ?container unknown-container")]
    [InlineData("images?limit=0&reference=UPPER", "?limit out-of-range, ?reference malformed-image")]
    public async Task A_malformed_request_is_400_and_every_fault_is_told(string request, string faults)
    {
        using var answer = await api.Client.SendAsync(HttpMethod.Get, $"/api/v1/{request}");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal(faults, string.Join(", ", problem.Faults().Select(f => $"{f.Pointer} {f.Code}")));
    }

    [Theory]
    [InlineData("links?container=mywbe", "No container 'mywbe' is to be seen; did you mean myweb? GET /api/v1/containers lists them.")]
    [InlineData("links?kind=brigde", "No link of kind 'brigde' is to be seen; did you mean bridge?")]
    [InlineData("links?bridge=docker", "No bridge 'docker' is to be seen; did you mean docker0? GET /api/v1/bridges lists them.")]
    [InlineData("sockets?namespace=my", "No namespace 'my' is to be seen. GET /api/v1/namespaces lists them.")]
    public async Task What_names_nothing_is_told_with_what_may_have_been_meant(string request, string detail)
    {
        // Whatever body the caller has, it is none of this.
        using var answer = await api.Client.SendAsync(HttpMethod.Get, $"/api/v1/{request}", null, ("If-None-Match", "*"));
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal(detail, Assert.Single(problem.GetProperty("errors").EnumerateArray()).Text("detail"));
    }

    [Fact]
    public async Task Where_the_engine_or_the_kernel_could_not_be_read_nothing_is_said_to_be_missing()
    {
        await using var withoutEngine = InProcessNetApi.Over(FullHost.State with { Gaps = [new Gap("engine", "engine-unavailable", "connect: ECONNREFUSED")], Containers = [], Namespaces = [.. FullHost.State.Namespaces.Select(n => n.Id == FullHost.WebId ? n with { Name = "pid:4711" } : n)] });
        await using var withoutKernel = InProcessNetApi.Over(FullHost.State with { Gaps = [new Gap("kernel", "kernel-unreadable", "EPERM")], Namespaces = [], Links = [] });
        foreach (var (blind, request) in new[] { (withoutEngine, "links?container=nobody"), (withoutEngine, "ports?container=nobody"), (withoutEngine, "routes?namespace=myweb"), (withoutKernel, "links?bridge=nowhere"), (withoutKernel, "links?namespace=nowhere"), (withoutKernel, "links?kind=brigde") })
        {
            using var client = blind.Admin();
            var page = await client.GetJsonAsync($"/api/v1/{request}");
            Assert.Equal((request, 0, 1), (request, page.Items().Count(), page.GetProperty("gaps").GetArrayLength()));
        }
    }

    [Theory]
    [InlineData("openvswitch")]
    [InlineData("vsockmon")]
    [InlineData("of-a-module")]
    public async Task A_kind_without_links_has_none(string kind) => Assert.Equal(0, await CountAsync($"links?kind={kind}"));

    [Fact]
    public async Task A_kind_that_a_link_of_the_host_has_is_known_however_like_another_it_is()
    {
        await using var running = InProcessNetApi.Over(FullHost.State with { Links = [.. FullHost.State.Links.Select(l => l.Name == "vx0" ? l with { Kind = "vxlan6" } : l)] });
        using var client = running.Admin();
        Assert.Equal("vx0", Assert.Single((await client.GetJsonAsync("/api/v1/links?kind=vxlan6")).Items()).Text("name"));
    }

    [Fact]
    public async Task A_network_that_is_gone_is_known_while_a_container_carries_it()
    {
        var gone = new string('d', 64);
        await using var running = InProcessNetApi.Over(FullHost.State with
        {
            Containers = [.. FullHost.State.Containers.Select(c => c.Name == "old" ? c with { Networks = [new NetworkAttachment { NetworkId = gone, NetworkName = "app" }] } : c)],
        });
        using var client = running.Admin();
        foreach (var network in new[] { "app", gone })
            Assert.Equal("old", Assert.Single((await client.GetJsonAsync($"/api/v1/containers?network={network}")).Items()).Text("name"));
    }

    [Fact]
    public async Task What_a_gap_may_hide_is_said()
    {
        await using var partial = InProcessNetApi.Over(FullHost.State with { Gaps = [new Gap("processes", "process-namespaces-unreadable", "EPERM")] });
        using var client = partial.Admin();
        using var answer = await client.SendAsync(HttpMethod.Get, "/api/v1/links?namespace=nowhere");
        var fault = Assert.Single((await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed")).GetProperty("errors").EnumerateArray());
        Assert.EndsWith("Not everything could be read: its gaps say what.", fault.Text("detail"), StringComparison.Ordinal);
    }

    private async Task<int> CountAsync(string request) => (await api.Client.GetJsonAsync($"/api/v1/{request}")).Items().Count();
}
