using System.Net;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Events;
using NetApi.Hosting.Problems;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Events;

public sealed class EventFilterTests : IAsyncDisposable
{
    private static readonly HostState Later = SampleHost.WithWeb.Change("eth0", l => l with { MtuBytes = 1400 }) with { Gaps = [new Gap("processes", "unreadable", "")] };

    private static readonly string[] Everything =
    [
        "0.0.0.0:8000/tcp", "myweb", "myweb/bridge", "container:myweb/eth0", "host/eth0", "container:myweb/eth0/172.17.0.7/16", "container:myweb", "processes/unreadable",
    ];

    private readonly EventsApi _api = new();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("?entity=link,container", "myweb", "host/eth0")]
    [InlineData("?entity=link&entity=gap", "host/eth0", "processes/unreadable")]
    [InlineData("?container=myweb", "0.0.0.0:8000/tcp", "myweb", "myweb/bridge", "container:myweb/eth0", "container:myweb/eth0/172.17.0.7/16", "container:myweb", "processes/unreadable")]
    [InlineData("?container=other", "processes/unreadable")]
    [InlineData("?namespace=host", "container:myweb/eth0", "host/eth0", "processes/unreadable")]
    [InlineData("?namespace=container:myweb", "container:myweb/eth0", "container:myweb/eth0/172.17.0.7/16", "container:myweb", "processes/unreadable")]
    [InlineData("?namespace=myweb&entity=address", "container:myweb/eth0/172.17.0.7/16")]
    [InlineData("?namespace=web", "processes/unreadable")]
    [InlineData("?network=bridge", "myweb/bridge", "processes/unreadable")]
    [InlineData("?key=host/&key=0.0.0.0:", "0.0.0.0:8000/tcp", "host/eth0", "processes/unreadable")]
    [InlineData("?container=myweb&network=bridge", "myweb/bridge", "processes/unreadable")]
    public async Task Only_what_is_asked_for_is_told_and_gaps(string query, params string[] keys)
    {
        _api.Publish(SampleHost.Empty);
        using var listener = await Listener.OpenAsync(_api.Client, query);
        await listener.NextAsync();
        var id = _api.Publish(Later);
        var told = await listener.NextRevisionAsync();
        Assert.Equal(query.Length == 0 ? Everything : keys, told.Select(e => e.Data.Text("key")));
        Assert.Equal(id, told[^1].Id);
    }

    [Theory]
    [InlineData("?container=myweb&entity=vethPair,address", "added container:myweb/eth0", "added container:myweb/eth0/172.17.0.7/16")]
    [InlineData("?namespace=nginx&entity=vethPair,address", "removed process:nginx/eth0", "removed process:nginx/eth0/172.17.0.7/16")]
    [InlineData("?key=container:myweb/&entity=address", "added container:myweb/eth0/172.17.0.7/16")]
    [InlineData("?namespace=host", "removed process:nginx/eth0", "added container:myweb/eth0")]
    [InlineData("?container=myweb&entity=namespace", "changed container:myweb")]
    [InlineData("?namespace=nginx&namespace=myweb&entity=vethPair,namespace", "changed container:myweb")]
    [InlineData("?entity=vethPair,namespace", "changed container:myweb")]
    [InlineData("?entity=vethPair", "removed process:nginx/eth0", "added container:myweb/eth0")]
    [InlineData("?namespace=nginx&namespace=myweb&entity=vethPair", "removed process:nginx/eth0", "added container:myweb/eth0")]
    [InlineData("?key=container:myweb", "added container:myweb/eth0", "added container:myweb/eth0/172.17.0.7/16", "changed container:myweb")]
    [InlineData("?namespace=host&namespace=nginx", "removed process:nginx/eth0", "removed process:nginx/eth0/172.17.0.7/16", "added container:myweb/eth0", "changed container:myweb")]
    [InlineData("?container=other")]
    public async Task Whoever_follows_one_name_of_a_namespace_is_told_what_is_in_it(string query, params string[] told)
    {
        // As the kernel shows it, before the engine says whose it is.
        var unnamed = SampleHost.WithWeb with
        {
            Containers = [],
            Namespaces = [.. SampleHost.WithWeb.Namespaces.Select(n => n.Kind == NetnsKind.Container ? n with { Kind = NetnsKind.Process, Name = "nginx", ContainerIds = [] } : n)],
        };
        _api.Publish(unnamed);
        using var listener = await Listener.OpenAsync(_api.Client, query);
        await listener.NextAsync();
        _api.Publish(SampleHost.WithWeb);
        // Gaps pass every filter but that of entities.
        _api.Publish(SampleHost.WithWeb with { Gaps = [new Gap("processes", "unreadable", "")] });
        var events = await listener.NextRevisionAsync();
        if (told.Length == 0)
            events = [.. events.Where(e => e.Data.Text("entity") != "gap")];
        Assert.Equal(told, events.Select(e => $"{e.Data.Text("kind")} {e.Data.Text("key")}"));
        Assert.All(events.Where(e => e.Data.Text("kind") == "added"), e => Assert.EndsWith(" (there already, in what was process nginx)", e.Data.Text("summary"), StringComparison.Ordinal));
        Assert.All(events.Where(e => e.Data.Text("kind") == "removed"), e => Assert.EndsWith(" (still there, in what is now container myweb)", e.Data.Text("summary"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("?key=container:myweb2/&entity=address", "added container:myweb2/eth0/172.17.0.7/16")]
    [InlineData("?key=container:myweb/&entity=address", "removed container:myweb/eth0/172.17.0.7/16")]
    [InlineData("?container=myweb2&entity=address", "added container:myweb2/eth0/172.17.0.7/16")]
    public async Task A_name_that_begins_like_another_is_another(string query, string told)
    {
        _api.Publish(SampleHost.WithWeb);
        using var listener = await Listener.OpenAsync(_api.Client, query);
        await listener.NextAsync();
        _api.Publish(SampleHost.WithWeb with
        {
            Containers = [.. SampleHost.WithWeb.Containers.Select(c => c with { Name = "myweb2" })],
            Namespaces = [.. SampleHost.WithWeb.Namespaces.Select(n => n.Kind == NetnsKind.Container ? n with { Name = "myweb2" } : n)],
        });
        var change = Assert.Single(await listener.NextRevisionAsync());
        Assert.Equal(told, $"{change.Data.Text("kind")} {change.Data.Text("key")}");
    }

    [Theory]
    [InlineData("?namespace=host", "changed host/wan0")]
    [InlineData("?key=host/", "changed host/wan0")]
    [InlineData("?entity=link,address", "changed host/wan0")]
    [InlineData("?key=host/eth0", "removed host/eth0", "removed host/eth0/192.0.2.10/24")]
    [InlineData("?key=host/eth0/", "removed host/eth0/192.0.2.10/24")]
    [InlineData("?key=host/wan0", "added host/wan0", "added host/wan0/192.0.2.10/24", "changed host/wan0")]
    [InlineData("?key=host/eth0&key=host/wan0", "changed host/wan0")]
    [InlineData("?entity=address", "removed host/eth0/192.0.2.10/24", "added host/wan0/192.0.2.10/24")]
    [InlineData("?entity=route", "changed main/0.0.0.0/0")]
    [InlineData("?container=myweb")]
    public async Task Whoever_follows_one_name_of_a_link_is_told_that_it_took_or_lost_it(string query, params string[] told)
    {
        _api.Publish(SampleHost.WithWeb);
        using var listener = await Listener.OpenAsync(_api.Client, query);
        await listener.NextAsync();
        var renamed = SampleHost.WithWeb.Change("eth0", l => l with { Name = "wan0" }) with { ObservedAt = SampleHost.ObservedAt.AddSeconds(1) };
        _api.Publish(renamed);
        _api.Publish(renamed with { ObservedAt = SampleHost.ObservedAt.AddSeconds(2), Gaps = [new Gap("processes", "unreadable", "")] });
        var events = (await listener.NextRevisionAsync()).FindAll(e => e.Data.Text("entity") != "gap");
        Assert.Equal(told, events.Select(e => $"{e.Data.Text("kind")} {e.Data.Text("key")}"));
        Assert.All(events.Where(e => e.Data.Text("entity") != "link"), e => Assert.EndsWith(" (eth0 was renamed to wan0)", e.Data.Text("summary"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("?entity=vethPair", "changed container:myweb/eth0")]
    [InlineData("?container=myweb&entity=bridge,vethPair", "changed container:myweb/eth0")]
    [InlineData("?entity=bridge,vethPair", "changed host/br0")]
    public async Task Whoever_is_not_told_of_bridges_learns_that_the_bridge_of_a_port_has_another_name(string query, string told)
    {
        _api.Publish(SampleHost.WithWeb);
        using var listener = await Listener.OpenAsync(_api.Client, query);
        await listener.NextAsync();
        _api.Publish(SampleHost.WithWeb.Change("docker0", l => l with { Name = "br0" }) with { ObservedAt = SampleHost.ObservedAt.AddSeconds(1) });
        var change = Assert.Single(await listener.NextRevisionAsync());
        Assert.Equal(told, $"{change.Data.Text("kind")} {change.Data.Text("key")}");
        if (told.EndsWith("eth0", StringComparison.Ordinal))
            Assert.Equal("veth8d73f3e moved from docker0 to br0 (docker0 was renamed to br0)", change.Data.Text("summary"));
    }

    [Fact]
    public async Task Whoever_is_told_of_a_name_in_a_part_only_is_told_both_names()
    {
        _api.Publish(SampleHost.WithWeb);
        using var listener = await Listener.OpenAsync(_api.Client, "?key=container:myweb/&key=container:shop/&entity=address");
        await listener.NextAsync();
        _api.Publish(SampleHost.WithWeb with
        {
            ObservedAt = SampleHost.ObservedAt.AddSeconds(1),
            Containers = [.. SampleHost.WithWeb.Containers.Select(c => c with { Name = "shop" })],
            Namespaces = [.. SampleHost.WithWeb.Namespaces.Select(n => n.Kind == NetnsKind.Container ? n with { Name = "shop" } : n)],
        });
        Assert.Equal(
            ["removed container:myweb/eth0/172.17.0.7/16", "added container:shop/eth0/172.17.0.7/16"],
            (await listener.NextRevisionAsync()).Select(e => $"{e.Data.Text("kind")} {e.Data.Text("key")}"));
    }

    [Fact]
    public async Task Whoever_follows_an_overlay_network_is_told_what_is_in_its_namespace()
    {
        var named = SampleHost.WithWeb with
        {
            Containers = [],
            Namespaces = [.. SampleHost.WithWeb.Namespaces.Select(n => n.Kind == NetnsKind.Container ? n with { Kind = NetnsKind.Overlay, Name = "shop", ContainerIds = [] } : n)],
        };
        _api.Publish(named with { Namespaces = [.. named.Namespaces.Select(n => n.Kind == NetnsKind.Overlay ? n with { Kind = NetnsKind.Process, Name = "/run/docker/netns/1-abc" } : n)] });
        using var listener = await Listener.OpenAsync(_api.Client, "?network=shop&entity=address");
        await listener.NextAsync();
        _api.Publish(named);
        Assert.Equal("added overlay:shop/eth0/172.17.0.7/16", Assert.Single((await listener.NextRevisionAsync()).Select(e => $"{e.Data.Text("kind")} {e.Data.Text("key")}")));
    }

    [Theory]
    [InlineData("?entity=bridges&entity=link,pods&container=", "?entity unknown-word", "?entity unknown-word", "?container missing")]
    [InlineData("?entity=", "?entity unknown-word")]
    [InlineData("?entity=Link", "?entity unknown-word")]
    [InlineData("?key=&namespace=&network=", "?namespace missing", "?network missing", "?key missing")]
    public async Task What_can_never_be_told_is_400_and_every_fault_is_named(string query, params string[] faults)
    {
        using var answer = await _api.Client.GetAsync(new Uri($"/api/v1/events{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal(faults, problem.Faults().Select(f => $"{f.Pointer} {f.Code}"));
    }

    [Fact]
    public void Compile_UnknownEntity_NamesTheWordsThereAre()
    {
        var fault = Assert.Single(Assert.Throws<InvalidRequestException>(() => new EventQuery(["pod"], null, null, null, null).Compile()).Faults);
        Assert.All(Enum.GetNames<ChangeEntity>(), e => Assert.Contains(e, fault.Detail, StringComparison.OrdinalIgnoreCase));
    }
}
