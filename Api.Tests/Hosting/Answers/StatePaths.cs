using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Tests.Topology;

namespace NetApi.Tests.Hosting.Answers;

/// <summary>A path below <c>/api/v1</c> of each endpoint whose answers are drawn from the state, and may be 304, over <see cref="FullHost"/>.</summary>
internal static class StatePaths
{
    public static List<string> Of(IServiceProvider services) =>
    [
        .. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.OfType<IProducesResponseTypeMetadata>().Any(p => p.StatusCode == StatusCodes.Status304NotModified))
            .Select(e => e.RoutePattern.RawText!.TrimEnd('/')["/api/v1".Length..])
            // A snapshot's document is of the one state that it keeps.
            .Where(p => !p.StartsWith("/snapshots/", StringComparison.Ordinal))
            .Select(p => p
                .Replace("/networks/{id}", "/networks/bridge", StringComparison.Ordinal)
                .Replace("/namespaces/{id}", "/namespaces/host", StringComparison.Ordinal)
                .Replace("{name}", "docker0", StringComparison.Ordinal)
                .Replace("{id}", "myweb", StringComparison.Ordinal)
                .Replace("{container}", "myweb", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
