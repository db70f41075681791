using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Hosting;
using NetApi.Tests.Domain;
using NetApi.Tests.Snapshots;
using NetApi.Tests.Topology;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>A 404 of one thing says at which moment it is not there, and names the list of that moment.</summary>
public sealed class AbsenceTests(AbsenceTests.Service service) : IClassFixture<AbsenceTests.Service>
{
    private static readonly DateTimeOffset ObservedAt = new(2025, 3, 4, 14, 5, 0, TimeSpan.Zero);
    private static readonly string Network = SampleHost.BridgeNetwork.Id;

    public static TheoryData<string, string, string> Things => new()
    {
        { "bridges/nothing", "No bridge is named 'nothing' in the host's namespace{0}. GET /api/v1/bridges{1} lists them.", "" },
        { "bridges/nothing?namespace=x", "No bridge is named 'nothing' in namespace x{0}. GET /api/v1/bridges{1} lists them.", "" },
        { "namespaces/nothing", "No namespace has the id, inode or name 'nothing'{0}. GET /api/v1/namespaces{1} lists them.", "" },
        { "containers/nothing", "No container has the id or name 'nothing'{0}. GET /api/v1/containers{1} lists them.", "" },
        { "networks/nothing", "No network has the id or name 'nothing'{0}. GET /api/v1/networks{1} lists them.", "" },
        { $"networks/nothing/containers/myweb", "No network has the id or name 'nothing'{0}. GET /api/v1/networks{1} lists them.", "" },
        { $"networks/{Network}/containers/nothing", "No container has the id or name 'nothing'{0}. GET /api/v1/containers{1} lists them.", "" },
        { $"networks/{Network}/containers/loner", "loner is not attached to bridge{0}. GET /api/v1/networks/bridge{1} lists who is.", "" },
        { "topology?focus=nothing", "No node fits 'nothing'{0}.", "or the id of a node from GET /api/v1/topology{1}." },
    };

    [Theory]
    [MemberData(nameof(Things))]
    public async Task Of_a_moment(string path, string sentence, string end)
    {
        var detail = await service.DetailAsync(path, "1");
        Assert.StartsWith(Fill(sentence, " as of revision 1, 2025-03-04T14:05:00Z", "?at=1"), detail, StringComparison.Ordinal);
        Assert.Contains(Fill(end, "", "?at=1"), detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Things))]
    public async Task Of_the_host_as_it_is(string path, string sentence, string end)
    {
        foreach (var at in new[] { null, "live" })
        {
            var detail = await service.DetailAsync(path, at);
            Assert.StartsWith(Fill(sentence, "", ""), detail, StringComparison.Ordinal);
            Assert.Contains(Fill(end, "", ""), detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2025-03-04T14:05:30Z")]
    [InlineData("2025-03-04T15:05:30%2B01:00", "2025-03-04T15:05:30+01:00")]
    [InlineData("2025-03-04T15:05:30+01:00", "2025-03-04T15:05:30+01:00")]
    public async Task Of_an_instant(string at, string? shown = null)
    {
        var detail = await service.DetailAsync("containers/nothing", at);
        Assert.StartsWith($"No container has the id or name 'nothing' as of revision 1, 2025-03-04T14:05:00Z. GET /api/v1/containers?at={shown ?? at} lists them.", detail, StringComparison.Ordinal);
        Assert.NotEmpty((await service.Admin.GetJsonAsync($"/api/v1/containers?at={shown ?? at}")).Items());
    }

    // So long ago is another moment for whoever follows it.
    [Fact]
    public async Task Of_an_instant_so_long_ago()
    {
        var detail = await service.DetailAsync("containers/nothing", "-1h");
        var revision = Regex.Match(detail, @"as of revision (\d+),").Groups[1].Value;
        Assert.Contains($"Z. GET /api/v1/containers?at={revision} lists them.", detail, StringComparison.Ordinal);
        Assert.NotEmpty((await service.Admin.GetJsonAsync($"/api/v1/containers?at={revision}")).Items());
    }

    [Fact]
    public async Task Of_a_snapshot()
    {
        using var kept = await service.Admin.SendAsync(HttpMethod.Post, "/api/v1/snapshots");
        var snapshot = await kept.ReadJsonAsync();
        var id = snapshot.Text("id");
        var detail = await service.DetailAsync("containers/nothing", id);
        Assert.StartsWith($"No container has the id or name 'nothing' as of snapshot {id} (revision 2, {snapshot.Text("takenAt")[..19]}", detail, StringComparison.Ordinal);
        Assert.Contains($"Z). GET /api/v1/containers?at={id} lists them.", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_another_hosts_snapshot()
    {
        using var imported = await service.Admin.ImportAsync(ForeignSnapshot.Of(SampleHost.WithWeb).ToJsonString());
        var id = (await imported.ReadJsonAsync()).Text("id");
        Assert.Equal($"No bridge is named 'nothing' in the host's namespace as of snapshot {id} (2025-06-01T12:00:00Z). GET /api/v1/bridges?at={id} lists them.", await service.DetailAsync("bridges/nothing", id));
    }

    private static string Fill(string text, string moment, string query) => text.Replace("{0}", moment, StringComparison.Ordinal).Replace("{1}", query, StringComparison.Ordinal);

    /// <summary>A host with two revisions, in neither of which there is what is asked for.</summary>
    public sealed class Service : IAsyncLifetime
    {
        private readonly InProcessNetApi _api;

        public Service()
        {
            LiveState live = null!;
            live = new LiveState(_ => Task.FromResult(live.Current!));
            _api = new InProcessNetApi(services => services.Show(live));
        }

        internal HttpClient Admin { get; private set; } = null!;

        public ValueTask InitializeAsync()
        {
            Admin = _api.Admin();
            var loner = SampleHost.Web with { Id = new string('e', 64), Name = "loner", Networks = [], PublishedPorts = [] };
            var first = NetApi.Json.Volatile.Without(FullHost.State) with { HostId = _api.Services.GetRequiredService<HostIdentity>().Id, ObservedAt = AbsenceTests.ObservedAt };
            first = first with { Containers = [.. first.Containers, loner] };
            var revisions = _api.Services.GetRequiredService<Revisions>();
            revisions.Publish(first);
            revisions.Publish(first with { ObservedAt = first.ObservedAt.AddMinutes(1), Containers = [.. first.Containers.Select(c => c with { Image = "other" })] });
            return ValueTask.CompletedTask;
        }

        internal async Task<string> DetailAsync(string path, string? at)
        {
            var query = at is null ? "" : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}at={at}";
            using var answer = await Admin.SendAsync(HttpMethod.Get, $"/api/v1/{path}{query}");
            return (await answer.ReadProblemAsync(HttpStatusCode.NotFound, $"{Kind(path)}-not-found")).Text("detail");
        }

        private static string Kind(string path) => path switch
        {
            _ when path.EndsWith("loner", StringComparison.Ordinal) => "attachment",
            _ when path.Contains("containers/nothing", StringComparison.Ordinal) => "container",
            _ when path.StartsWith("topology", StringComparison.Ordinal) => "focus",
            _ => path.Split('/')[0][..^1],
        };

        public async ValueTask DisposeAsync()
        {
            Admin.Dispose();
            await _api.DisposeAsync();
        }
    }
}
