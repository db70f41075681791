using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using NetApi.Hosting.Paging;

namespace NetApi.Hosting.Problems;

/// <summary>The query parameters that an endpoint takes.</summary>
/// <param name="Names">Their names, as the OpenAPI document writes them.</param>
/// <param name="ArePaged">Whether the handler takes a <see cref="PageQuery"/>, which tells of unknown ones with all else that is wrong.</param>
public sealed record QueryParameters(ImmutableSortedSet<string> Names, bool ArePaged);

/// <summary>Refuses query parameters that an endpoint does not take: a filter that is misspelt must not be answered as if it were not there.</summary>
public static class UnknownParameters
{
    /// <summary>Tells <see cref="UseKnownParameters"/> what each endpoint of the group takes: what its handler declares.</summary>
    public static RouteGroupBuilder RefusesUnknownParameters(this RouteGroupBuilder group)
    {
        // At the end, when the framework has found out what each parameter is bound from.
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            endpoint.Metadata.Add(new QueryParameters([.. DeclaredBy((RouteEndpointBuilder)endpoint)], endpoint.Metadata.OfType<MethodInfo>().Any(TakesPage)));
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(Problem), [Problem.MediaType]));
        });
        return group;
    }

    /// <summary>Answers 400 to a request with unknown ones, and names them all; one for a page is left to <see cref="PageQuery"/>. To stand after authorization: whoever may not ask learns nothing.</summary>
    public static IApplicationBuilder UseKnownParameters(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>() is { ArePaged: false })
        {
            var faults = new FaultList();
            Check(context, faults);
            faults.ThrowIfAny();
        }
        return next(context);
    });

    /// <summary>Adds the unknown ones of a request.</summary>
    internal static void Check(HttpContext context, FaultList faults)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>() is not { Names: var known })
            return;
        var takes = known.IsEmpty ? "It takes none." : $"It takes {string.Join(", ", known)}.";
        foreach (var name in context.Request.Query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal))
            faults.Add($"?{name}", "unknown-parameter", $"{context.Request.Path} has no parameter '{name}'{NearMiss.Question(name, known)} {takes}");
    }

    private static bool TakesPage(MethodInfo handler) => handler.GetParameters().Any(p => p.ParameterType == typeof(PageQuery));

    private static IEnumerable<string> DeclaredBy(RouteEndpointBuilder endpoint) => endpoint.Metadata
        .OfType<IParameterBindingMetadata>()
        .Where(p => IsQuery(p, endpoint))
        .Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.ParameterInfo.GetCustomAttributes().OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? p.Name));

    // As the framework binds: what is a text, or can be read from one, and is neither of the path nor said to be from elsewhere.
    private static bool IsQuery(IParameterBindingMetadata parameter, RouteEndpointBuilder endpoint)
    {
        var info = parameter.ParameterInfo;
        return (parameter.HasTryParse || info.ParameterType == typeof(string) || info.ParameterType == typeof(string[]))
            && endpoint.RoutePattern.GetParameter(parameter.Name) is null
            && !info.GetCustomAttributes().Any(a => a is IFromHeaderMetadata or IFromBodyMetadata or IFromServiceMetadata);
    }
}
