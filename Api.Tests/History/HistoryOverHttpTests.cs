using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Paging;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>A host whose web server comes, changes its address, is renamed, goes, and comes again under its name: what the history says of it.</summary>
public sealed class HistoryOverHttpTests(HistoryOverHttpTests.Service service) : IClassFixture<HistoryOverHttpTests.Service>
{
    private static readonly string[] Hours = ["14:05", "15:05", "16:05", "17:05", "18:05", "19:05"];

    private readonly HttpClient _client = service.Client;

    [Fact]
    public async Task The_timeline_is_newest_first_and_its_pages_are_the_whole()
    {
        var all = (await _client.GetJsonAsync("/api/v1/history")).Items().ToList();
        Assert.Equal("Added", Capital(all[0].Text("kind")));
        var revisions = all.Where(e => e.TryGetProperty("revision", out _)).Select(e => e.GetProperty("revision").GetInt64()).ToList();
        Assert.Equal(revisions.OrderDescending(), revisions);
        Assert.Equal([2L, 3, 4, 5, 6], revisions.Distinct().Order());
        Assert.Contains(all, e => e.Text("summary") == "port 8000/tcp of myweb is now published on 0.0.0.0" && e.GetProperty("revision").GetInt64() == 2);

        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _client.GetJsonAsync($"/api/v1/history?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            paged.AddRange(page.Items().Select(e => e.ToString()));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        Assert.Equal(all.Select(e => e.ToString()), paged);
    }

    [Theory]
    [InlineData("entity=publishedPort&from=2&to=3", 0)]
    [InlineData("entity=publishedPort&to=2", 1)]
    [InlineData("entity=publishedPort&container=myweb", 2)]
    [InlineData("entity=publishedPort&container=oldweb", 1)]
    [InlineData("entity=publishedPort&container=other", 0)]
    [InlineData("key=0.0.0.0:8000/tcp", 3)]
    [InlineData("network=bridge&entity=attachment", 3)]
    [InlineData("entity=publishedPort&entity=attachment&container=myweb", 4)]
    [InlineData("entity=link&key=host/eth0", 0)]
    public async Task Filters_hold_together(string query, int count) =>
        Assert.Equal(count, (await _client.GetJsonAsync($"/api/v1/history?{query}")).Items().Count());

    [Fact]
    public async Task Who_had_an_address_is_told_from_when_to_when()
    {
        var lives = (await _client.GetJsonAsync("/api/v1/history/addresses/172.17.0.7")).Items().ToList();
        Assert.Equal([("myweb", "eth0", 6L, null), ("myweb", "eth0", 2L, 3L)], lives.Select(l => (l.GetProperty("owner").Text("container"), l.Text("link"), From(l), Until(l))));
        Assert.Equal(Service.At(1), lives[1].GetProperty("span").GetProperty("from").GetProperty("at").GetDateTimeOffset());
        Assert.Equal(Service.At(2), lives[1].GetProperty("span").GetProperty("until").GetProperty("at").GetDateTimeOffset());
        Assert.Equal(2, Assert.Single((await _client.GetJsonAsync("/api/v1/history/addresses/172.17.0.8")).Items().ToList()).GetProperty("span").GetProperty("until").GetProperty("revision").GetInt64() - 3);
        Assert.Empty((await _client.GetJsonAsync("/api/v1/history/addresses/10.9.9.9")).Items());
        Assert.Equal(lives.Select(l => l.ToString()), (await _client.GetJsonAsync("/api/v1/history/addresses/::ffff:172.17.0.7")).Items().Select(l => l.ToString()));
        var first = await _client.GetJsonAsync("/api/v1/history/addresses/172.17.0.7?limit=1");
        Assert.Equal(6, From(Assert.Single(first.Items().ToList())));
        var second = await _client.GetJsonAsync($"/api/v1/history/addresses/172.17.0.7?limit=1&cursor={first.Text("nextCursor")}");
        Assert.Equal((2, JsonValueKind.Null), (From(Assert.Single(second.Items().ToList())), second.GetProperty("nextCursor").ValueKind));
    }

    [Fact]
    public async Task Who_had_a_mac_and_who_held_a_port_are_told()
    {
        var mac = Assert.Single((await _client.GetJsonAsync("/api/v1/history/macs/02:42:AC:11:00:07")).Items().Where(l => Until(l) is not null).ToList());
        Assert.Equal(("eth0", "veth", 2L, 5L), (mac.Text("link"), mac.Text("kind"), From(mac), Until(mac)));
        var ports = (await _client.GetJsonAsync("/api/v1/history/ports/8000")).Items().ToList();
        Assert.Equal([(6L, null, "published"), (2L, 5L, "published")], ports.Select(l => (From(l), Until(l), l.Text("kind"))));
        Assert.Equal(80, ports[0].GetProperty("containerPort").GetInt32());
    }

    [Fact]
    public async Task A_container_made_anew_under_its_name_is_another_life()
    {
        var lives = (await _client.GetJsonAsync("/api/v1/history/containers/myweb")).Items().ToList();
        Assert.Equal([(Service.SecondId, 6L, null), (SampleHost.WebContainerId, 2L, 5L)], lives.Select(l => (l.Text("id"), From(l), Until(l))));
        var run = Assert.Single(lives[1].GetProperty("runs").EnumerateArray());
        Assert.Equal(("running", "172.17.0.8/16"), (run.Text("state"), run.GetProperty("networks")[0].Text("ipv4")));
        // It had another name for a time, by which it is found as well.
        Assert.Equal(SampleHost.WebContainerId, Assert.Single((await _client.GetJsonAsync("/api/v1/history/containers/oldweb")).Items()).Text("id"));
        foreach (var id in new[] { SampleHost.WebContainerId, SampleHost.WebContainerId[..12], SampleHost.WebContainerId[..5] })
            Assert.Equal(lives[1].ToString(), Assert.Single((await _client.GetJsonAsync($"/api/v1/history/containers/{id}")).Items()).ToString());
        Assert.Empty((await _client.GetJsonAsync("/api/v1/history/containers/aaa")).Items());
        Assert.Empty((await _client.GetJsonAsync("/api/v1/history/containers/nobody")).Items());
    }

    [Fact]
    public async Task An_id_stands_for_every_name_that_the_container_had()
    {
        var expected = (await _client.GetJsonAsync("/api/v1/history?container=myweb&container=oldweb")).Items().Select(e => e.ToString()).ToList();
        Assert.NotEqual(expected, (await _client.GetJsonAsync("/api/v1/history?container=myweb")).Items().Select(e => e.ToString()));
        Assert.Equal(expected, (await _client.GetJsonAsync($"/api/v1/history?container={SampleHost.WebContainerId[..12]}")).Items().Select(e => e.ToString()));
    }

    [Theory]
    [InlineData("containers/aaaa", "/name")]
    [InlineData("?container=aaaa", "?container")]
    public async Task What_begins_several_ids_is_refused(string path, string pointer)
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, $"/api/v1/history{(path[0] == '?' ? "" : "/")}{path}");
        var fault = Assert.Single((await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed")).GetProperty("errors").EnumerateArray());
        Assert.Equal((pointer, "ambiguous", "'aaaa' begins the ids of several containers: oldweb, myweb. Give a name, or more of the id."), (fault.Text("pointer"), fault.Text("code"), fault.Text("detail")));
    }

    [Theory]
    [InlineData("addresses/172.17.0.7%2F16", "malformed-address")]
    [InlineData("addresses/7", "malformed-address")]
    [InlineData("addresses/fd00::7%2F64", "malformed-address")]
    [InlineData("addresses/fe80::1%25eth0", "malformed-address")]
    [InlineData("addresses/[fd00::7]", "malformed-address")]
    [InlineData("addresses/[fd00::7]:80", "malformed-address")]
    [InlineData("addresses/172.17.0.7:80", "malformed-address")]
    [InlineData("macs/eth0", "malformed-mac")]
    [InlineData("ports/0", "out-of-range")]
    [InlineData("ports/65536", "out-of-range")]
    [InlineData("ports/http", "out-of-range")]
    [InlineData("?from=yesterday", "malformed-moment")]
    [InlineData("?from=4&to=3", "before-from")]
    [InlineData("?to=2999-01-01T00:00:00Z", "in-the-future")]
    [InlineData("?entity=bridges", "unknown-word")]
    [InlineData("?container=", "missing")]
    [InlineData("?limit=0", "out-of-range")]
    [InlineData("?verbose=1", "unknown-parameter")]
    public async Task What_is_malformed_is_refused(string path, string code)
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, $"/api/v1/history{(path[0] == '?' ? "" : "/")}{path}");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal(code, Assert.Single(problem.Faults()).Code);
    }

    [Theory]
    [InlineData("history", "x/y/z")]
    [InlineData("history", "1/2")]
    [InlineData("history", "1/99999999999/1")]
    [InlineData("history", "1/1/3155378976000000000")]
    [InlineData("history", "-1/-1/-1")]
    [InlineData("history/addresses/172.17.0.7", "x/y")]
    [InlineData("history/macs/02:42:ac:11:00:07", "1/2/3")]
    [InlineData("history/ports/8000", "99999999999999999999/1")]
    [InlineData("history/containers/myweb", "")]
    public async Task A_cursor_that_somebody_made_up_is_refused(string path, string key)
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, $"/api/v1/{path}?cursor={Cursor.Write($"/api/v1/{path}?", key)}");
        Assert.Equal([("?cursor", "unknown-cursor")], (await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed")).Faults());
    }

    [Fact]
    public async Task A_number_that_may_be_a_time_is_told_as_one()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, "/api/v1/links?at=1764000000");
        Assert.Equal("There is no revision 1764000000 yet; the current one is 6. If it was meant as a time, that is 2025-11-24T16:00:00Z.", (await answer.ReadProblemAsync(HttpStatusCode.NotFound, "moment-not-found")).Text("detail"));
    }

    [Theory]
    [InlineData("/api/v1/links?at=999")]
    [InlineData("/api/v1/topology?at=2001-01-01T00:00:00Z")]
    [InlineData("/api/v1/containers/myweb?at=2001-01-01T00:00:00Z")]
    [InlineData("/api/v1/history?from=0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c12")]
    public async Task A_moment_of_which_nothing_is_kept_is_not_found(string path)
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains((await answer.ReadJsonAsync()).Text("code"), (string[])["moment-not-found", "snapshot-not-found"]);
    }

    [Fact]
    public async Task Every_resource_shows_the_moment_that_is_asked_for()
    {
        Assert.Equal("172.17.0.7/16", await Address($"at={Stamp(1)}"));
        Assert.Equal("172.17.0.7/16", await Address("at=2"));
        Assert.Equal("172.17.0.8/16", await Address($"at={Stamp(2)}"));
        Assert.Equal("172.17.0.7/16", await Address(""));
        Assert.Equal("172.17.0.7/16", await Address("at=live"));
        Assert.Empty((await _client.GetJsonAsync("/api/v1/containers?at=1")).Items());
        foreach (var path in (string[])["bridges", "veth-pairs", "namespaces", "links", "addresses", "routes", "rules", "neighbours", "fdb", "sockets", "ports", "containers", "networks", "topology", "topology?format=svg"])
        {
            var (query, separator) = (path, path.Contains('?', StringComparison.Ordinal) ? '&' : '?');
            using var past = await _client.SendAsync(HttpMethod.Get, $"/api/v1/{query}{separator}at=2");
            using var live = await _client.SendAsync(HttpMethod.Get, $"/api/v1/{query}");
            Assert.Equal((HttpStatusCode.OK, live.Content.Headers.ContentType), (past.StatusCode, past.Content.Headers.ContentType));
            var tag = past.Headers.ETag!.ToString();
            using var again = await _client.SendAsync(HttpMethod.Get, $"/api/v1/{query}{separator}at=2", null, ("If-None-Match", tag));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }

        async Task<string?> Address(string query) =>
            (await _client.GetJsonAsync($"/api/v1/containers/myweb?{query}")).GetProperty("networks")[0].Text("ipv4Address");
    }

    [Fact]
    public async Task A_diff_takes_the_same_moments()
    {
        var diff = await _client.GetJsonAsync($"/api/v1/diff?from={Stamp(1)}&to=3&container=myweb");
        Assert.Contains(diff.GetProperty("changes").EnumerateArray(), c => c.Text("key") == "container:myweb/eth0/172.17.0.8/16");
        // The state is of that instant, though nothing changed since half an hour before.
        var later = (await _client.GetJsonAsync("/api/v1/diff?from=2026-11-24T15:35:00Z&to=3")).GetProperty("from");
        Assert.Equal((2, Service.At(1).AddMinutes(30)), (later.GetProperty("revision").GetInt64(), later.GetProperty("observedAt").GetDateTimeOffset()));
        Assert.DoesNotContain((await _client.GetJsonAsync("/api/v1/diff?from=2&to=2")).GetProperty("changes").EnumerateArray(), _ => true);
    }

    [Fact]
    public async Task The_status_counts_what_is_kept()
    {
        var status = await _client.GetJsonAsync("/api/v1/history/status");
        Assert.True(status.GetProperty("healthy").GetBoolean());
        Assert.Equal((1, 6, 6), (status.GetProperty("oldest").GetProperty("revision").GetInt64(), status.GetProperty("newest").GetProperty("revision").GetInt64(), status.GetProperty("size").GetProperty("revisions").GetInt64()));
        Assert.True(status.GetProperty("size").GetProperty("bytes").GetInt64() > 4096);
        Assert.Equal(JsonValueKind.Null, status.GetProperty("retention").ValueKind);
    }

    private static string Stamp(int hour) => $"2026-11-24T{Hours[hour]}:00Z";

    private static string Capital(string? text) => string.Concat(text![0].ToString().ToUpperInvariant(), text[1..]);

    private static long From(JsonElement life) => life.GetProperty("span").GetProperty("from").GetProperty("revision").GetInt64();

    private static long? Until(JsonElement life) => life.GetProperty("span").GetProperty("until") is { ValueKind: JsonValueKind.Object } until ? until.GetProperty("revision").GetInt64() : null;

    /// <summary>Six revisions, an hour apart.</summary>
    public sealed class Service : IAsyncLifetime
    {
        public static readonly string SecondId = new string('a', 4) + new string('c', 60);

        private readonly InProcessNetApi _api;

        public Service()
        {
            LiveState live = null!;
            live = new LiveState(_ => Task.FromResult(live.Current!));
            _api = new InProcessNetApi(services => services.Show(live));
        }

        public HttpClient Client { get; private set; } = null!;

        public static DateTimeOffset At(int hour) => SampleHost.ObservedAt.AddHours(hour);

        public ValueTask InitializeAsync()
        {
            Client = _api.Admin();
            var (revisions, host) = (_api.Services.GetRequiredService<Revisions>(), _api.Services.GetRequiredService<HostIdentity>().Id);
            var web = WithAddresses(SampleHost.WithWeb, "172.17.0.7/16");
            var moved = WithAddresses(SampleHost.WithWeb.ChangeWeb(c => c with { Networks = [SampleHost.WebAttachment with { Ipv4 = InterfaceAddress.Parse("172.17.0.8/16") }] }), "172.17.0.8/16");
            var renamed = moved.ChangeWeb(c => c with { Name = "oldweb" });
            var anew = WithAddresses(SampleHost.WithWeb, "172.17.0.7/16").ChangeWeb(c => c with { Id = SecondId });
            HostState[] states = [SampleHost.Empty, web, moved, renamed, SampleHost.Empty, anew];
            for (var i = 0; i < states.Length; i++)
                revisions.Publish(states[i] with { HostId = host, ObservedAt = At(i), Namespaces = [.. states[i].Namespaces.Select(n => n.Kind == NetnsKind.Host ? n : n with { ContainerIds = [.. states[i].Containers.Select(c => c.Id)] })] });
            return ValueTask.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await _api.DisposeAsync();
        }

        private static HostState WithAddresses(HostState state, string address) => state with
        {
            Links = [.. state.Links.Select(l => l.Name == "eth0" && l.Namespace == SampleHost.WebId ? l with { Addresses = [InterfaceAddress.Parse(address)] } : l)],
            Addresses = [new LinkAddress { Namespace = SampleHost.WebId, LinkIndex = 12, Address = InterfaceAddress.Parse(address), Scope = "global" }],
            Rules = [new RoutingRule { Namespace = SampleHost.HostId, IsIpv6 = false, Priority = 0, Action = "lookup", Table = 255 }],
        };
    }
}
