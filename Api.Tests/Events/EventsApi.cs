using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NetApi.Domain.Topology;
using NetApi.Events;
using NetApi.Hosting;
using NetApi.Tests.Domain;

namespace NetApi.Tests.Events;

/// <summary>The application on Kestrel, over a host that becomes what the test publishes; time goes on by hand.</summary>
internal sealed class EventsApi : IAsyncDisposable
{
    private readonly InProcessNetApi _api;

    public EventsApi(int maxRevisions = EventFeed.MaxRevisions, int maxReaders = 2000)
    {
        _api = new InProcessNetApi(
            services =>
            {
                services.FollowNothing();
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                services.Replace(ServiceDescriptor.Singleton(provider => new EventFeed(provider.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions, maxReaders, Clock, maxRevisions)));
            },
            settings: new Dictionary<string, string> { ["NetApi:EventReaders"] = $"{maxReaders}" }).OnKestrel();
        Revisions = _api.Services.GetRequiredService<Revisions>();
        Client = _api.Admin();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 14, 0, 0, TimeSpan.Zero));

    public Revisions Revisions { get; }

    public HttpClient Client { get; }

    public InProcessNetApi Host => _api;

    /// <summary>A host with the MTU of eth0 as given: each is another revision with one change.</summary>
    public static HostState WithMtu(int mtu) => SampleHost.Empty.Change("eth0", l => l with { MtuBytes = mtu });

    /// <summary>Publishes a host and gives the id of its events.</summary>
    public string Publish(HostState state) => Revisions.Publish(state) is { } published
        ? EventId.Of(published.Revision, published.ContentHash).ToString()
        : throw new InvalidOperationException("The state does not differ.");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _api.DisposeAsync();
    }
}
