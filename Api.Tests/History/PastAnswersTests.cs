using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Tests.Domain;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>What a resource answers for a moment is what it answered at that moment, byte for byte.</summary>
public sealed class PastAnswersTests : IClassFixture<PastAnswersTests.Service>
{
    private readonly Service _service;

    public PastAnswersTests(Service service) => _service = service;

    public static TheoryData<string> Paths =>
    [
        "bridges", "bridges/docker0", "veth-pairs", "namespaces", $"namespaces/{SampleHost.WebId}", "links", "addresses", "routes", "rules", "neighbours", "fdb", "sockets", "ports",
        "containers", "containers/myweb", "networks", $"networks/{SampleHost.BridgeNetwork.Id}", "topology", "topology?format=svg", "topology?format=mermaid", "topology?format=dot",
        "topology?format=nodegraph", "topology?focus=myweb", $"networks/{SampleHost.BridgeNetwork.Id}/containers/myweb",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_moment_is_answered_as_it_was_answered_live(string path)
    {
        var then = _service.Then[path];
        Assert.NotEqual(then, await _service.AskAsync(path, "2"));
        Assert.Equal(then, await _service.AskAsync(path, "1"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_moment_at_which_not_everything_was_seen_says_so(string path) =>
        Assert.Contains(Service.Gap.Detail, await _service.AskAsync(path, "3", HttpStatusCode.OK, HttpStatusCode.NotFound), StringComparison.Ordinal);

    /// <summary>A host with something in every list, as it was asked for while it was live; and then one that differs in all of them.</summary>
    public sealed class Service : IAsyncLifetime
    {
        private readonly InProcessNetApi _api;
        private HttpClient _client = null!;

        public Service()
        {
            LiveState live = null!;
            live = new LiveState(_ => Task.FromResult(live.Current!));
            _api = new InProcessNetApi(services => services.Show(live));
        }

        public static readonly Gap Gap = new("engine", "engine-unavailable", "The engine was being restarted");

        /// <summary>The answers of the first revision, by path.</summary>
        public Dictionary<string, string> Then { get; } = [];

        public async ValueTask InitializeAsync()
        {
            _client = _api.Admin();
            var (revisions, host) = (_api.Services.GetRequiredService<Revisions>(), _api.Services.GetRequiredService<HostIdentity>().Id);
            // What is volatile is no history.
            var first = NetApi.Json.Volatile.Without(FullHost.State) with { HostId = host };
            revisions.Publish(first);
            foreach (var path in Paths)
                Then[path] = await AskAsync(path, null);
            var second = first with
            {
                ObservedAt = first.ObservedAt.AddMinutes(1),
                Namespaces = [.. first.Namespaces.Select(n => n with { Paths = [$"/run/netns/moved-{n.Inode}"] })],
                Links = [.. first.Links.Select(l => l with { MtuBytes = l.MtuBytes + 1 })],
                Addresses = [],
                Routes = [],
                Rules = [],
                Neighbours = [],
                Fdb = [],
                Sockets = [],
                Sysctls = [],
                Containers = [.. first.Containers.Select(c => c with { Image = "other", PublishedPorts = [], Networks = [.. c.Networks.Select(n => n with { Ipv4 = null })] })],
                Networks = [.. first.Networks.Select(n => n with { IsAttachable = !n.IsAttachable })],
            };
            revisions.Publish(second);
            revisions.Publish(second with { ObservedAt = second.ObservedAt.AddMinutes(1), Containers = [], Networks = [], Gaps = [Gap] });
        }

        public async Task<string> AskAsync(string path, string? at, params HttpStatusCode[] accepted)
        {
            var query = at is null ? "" : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}at={at}";
            using var answer = await _client.GetAsync(new Uri($"/api/v1/{path}{query}", UriKind.Relative), TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(accepted is [] ? answer.StatusCode == HttpStatusCode.OK : accepted.Contains(answer.StatusCode), $"{path}: {(int)answer.StatusCode} {text}");
            return text;
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await _api.DisposeAsync();
        }
    }
}
