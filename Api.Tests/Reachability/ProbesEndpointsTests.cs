using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NetApi.Adapters.Netlink;
using NetApi.Domain.Topology;
using NetApi.Hosting.Security;
using NetApi.Reachability;
using NetApi.Tests.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Reachability;

public sealed class ProbesEndpointsTests : IAsyncDisposable
{
    private const string Path = "/api/v1/reachability/probes";

    private readonly InProcessNetApi _api = InProcessNetApi.Over(States.Host(States.Container("web", ContainerState.Exited)));

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task An_open_port_of_the_host_is_told_with_vantage_and_destination()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var answer = await Probe($$$"""{"vantage":{"kind":"host"},"destination":{"address":"127.0.0.1","port":{{{port}}}}}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var probe = await answer.ReadJsonAsync();
        Assert.Equal(("open", "127.0.0.1"), (probe.Text("outcome"), probe.Text("localAddress")));
        Assert.True(probe.GetProperty("elapsedMicroseconds").GetInt64() > 0);
        Assert.Equal(("host", "host"), (probe.GetProperty("vantage").Text("kind"), probe.GetProperty("vantage").GetProperty("namespace").Text("name")));
        var destination = probe.GetProperty("destination");
        Assert.Equal(("127.0.0.1", port, "tcp"), (destination.Text("address"), destination.GetProperty("port").GetInt32(), destination.Text("protocol")));
    }

    [Fact]
    public async Task A_container_that_does_not_run_is_an_unknown_name()
    {
        using var answer = await Probe("""{"vantage":{"kind":"host"},"destination":{"container":"web","port":80}}""");
        Assert.Equal("nameUnknown", (await answer.ReadJsonAsync()).Text("outcome"));
    }

    [Fact]
    public async Task All_faults_are_listed_at_once()
    {
        using var answer = await Probe("""{"vantage":{"kind":"moon"},"destination":{"address":"123.345.100.789","port":0,"protocol":"icmp"},"timeoutMs":0}""");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal(
            ["/destination/address", "/destination/port", "/destination/protocol", "/timeoutMs", "/vantage/kind"],
            problem.Faults().Select(f => f.Pointer).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"vantage":{"kind":"host"},"destination":{"address":"8.8.8.8","port":53}}""", HttpStatusCode.Forbidden, "destination-not-allowed")]
    [InlineData("""{"vantage":{"kind":"host"},"destination":{"container":"nobody","port":80}}""", HttpStatusCode.NotFound, "container-not-found")]
    [InlineData("""{"vantage":{"kind":"container","container":"web"},"destination":{"address":"127.0.0.1","port":80}}""", HttpStatusCode.Conflict, "wrong-state")]
    [InlineData("""{"vantage":{"kind":"host","pid":1},"destination":{"address":"127.0.0.1","port":80}}""", HttpStatusCode.BadRequest, "malformed-body")]
    [InlineData("""{"vantage":{"kind":"host"},"destination":{"address":"127.0.0.1","port":"80"}}""", HttpStatusCode.BadRequest, "malformed-body")]
    public async Task What_cannot_be_probed_is_a_problem(string body, HttpStatusCode status, string code)
    {
        using var answer = await Probe(body);
        await answer.ReadProblemAsync(status, code);
    }

    [Fact]
    public async Task Too_much_at_once_says_when_to_ask_again()
    {
        await using var api = new InProcessNetApi(services => services.Replace(ServiceDescriptor.Singleton(new Prober(1, null, () => new NeighbourTable(1_024, 1_024, 0)))));
        using var client = await api.ClientAsync(Scope.Probe);
        using var answer = await client.SendAsync(HttpMethod.Post, Path, HttpAnswers.Json("""{"vantage":{"kind":"host"},"destination":{"address":"127.0.0.1","port":80}}"""));
        await answer.ReadProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
    }

    private async Task<HttpResponseMessage> Probe(string body)
    {
        using var client = await _api.ClientAsync(Scope.Probe);
        return await client.SendAsync(HttpMethod.Post, Path, HttpAnswers.Json(body));
    }
}
