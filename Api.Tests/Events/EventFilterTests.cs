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

    [Fact]
    public async Task Whoever_asked_for_a_container_hears_that_a_namespace_turned_out_to_be_its_own()
    {
        // As the kernel shows it, before the engine says whose it is.
        _api.Publish(SampleHost.WithWeb with
        {
            Containers = [],
            Namespaces = [.. SampleHost.WithWeb.Namespaces.Select(n => n.Kind == NetnsKind.Container ? n with { Kind = NetnsKind.Process, Name = "nginx", ContainerIds = [] } : n)],
        });
        using var listener = await Listener.OpenAsync(_api.Client, "?container=myweb&entity=vethPair");
        await listener.NextAsync();
        _api.Publish(SampleHost.WithWeb);
        var told = Assert.Single(await listener.NextRevisionAsync());
        Assert.Equal("namespace", told.Data.Text("entity"));
        Assert.Contains("is now known as", told.Data.Text("summary"), StringComparison.Ordinal);
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
