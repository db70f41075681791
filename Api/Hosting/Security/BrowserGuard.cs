using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using NetApi.Hosting.Problems;

namespace NetApi.Hosting.Security;

/// <summary>Keeps other web sites from using a browser against NetApi: by name (DNS rebinding) and by fetch.</summary>
public static class BrowserGuard
{
    /// <summary>Refuses Host headers that are not configured, and requests that a page of another site sent (W3C Fetch Metadata).</summary>
    public static IApplicationBuilder UseBrowserGuard(this IApplicationBuilder app)
    {
        var hosts = app.ApplicationServices.GetRequiredService<IOptions<NetApiOptions>>().Value.AllowedHosts
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(h => new StringSegment(h)).ToList();
        var any = hosts.Contains("*");
        return app.Use((context, next) =>
        {
            if (!any && !HostString.MatchesAny(context.Request.Host.Host, hosts))
            {
                return context.WriteProblemAsync(ProblemKinds.HostNotAllowed.Document(
                    $"The Host header is '{context.Request.Host}'; NetApi answers to {string.Join(", ", hosts)}. Add names with NetApi__AllowedHosts."));
            }
            if (IsFromAnotherSite(context.Request))
            {
                return context.WriteProblemAsync(ProblemKinds.CrossSiteRequest.Document(
                    "A page of another site sent this request. Call NetApi from its own pages, or from a program."));
            }
            return next(context);
        });
    }

    // A link that a person follows to a page (a navigation) is harmless: it carries no key.
    private static bool IsFromAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        && !(HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate");
}
