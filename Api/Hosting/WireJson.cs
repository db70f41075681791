using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using NetApi.Hosting.Problems;
using NetApi.Json;

namespace NetApi.Hosting;

/// <summary>How bodies are read and written: camelCase, strict, shallow.</summary>
public static class WireJson
{
    /// <summary>Levels of nesting that are read.</summary>
    public const int MaxDepth = 32;

    /// <summary>Bytes of a body that are read.</summary>
    public const long MaxBodyBytes = 256 * 1024;

    /// <summary>What whoever sends more is told: the endpoint's own bound, or that of all others.</summary>
    internal static string BodyTooLarge(HttpContext context)
    {
        // Once the error is handled, the endpoint is where the handler found it.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        return $"A body has at most {endpoint?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? MaxBodyBytes} bytes.";
    }

    /// <summary>Applies the rules. Unknown and duplicate members are refused: a misspelt <c>hostip</c> must never open a port to the world.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = MaxDepth;
        options.NumberHandling = JsonNumberHandling.Strict;
        // Rule texts and names are full of < > & ' and +; no page ever embeds these bodies.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.RefuseNullElements();
        options.AddTopologyConverters();
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    /// <summary>Refuses bodies in another encoding: JSON that is exchanged is UTF-8 (RFC 8259, 8.1).</summary>
    /// <remarks>The framework throws on charsets it does not know, and on <c>"utf-8"</c> in quotes, which RFC 9110 allows.</remarks>
    public static IApplicationBuilder UseUtf8Bodies(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.Charset.HasValue)
            return next(context);
        if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return context.WriteProblemAsync(ProblemKinds.UnsupportedMediaType.Document($"The charset is {type.Charset}; JSON is UTF-8. Send 'Content-Type: application/json'."));
        type.Charset = "utf-8";
        context.Request.ContentType = type.ToString();
        return next(context);
    });
}
