using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using NetApi.Domain.Topology;

namespace NetApi.Hosting.Answers;

/// <summary>200 with a body drawn from a state, or 304 where the caller has it.</summary>
/// <remarks>The body is made once a state, path, query and content type, and its bytes are served from then on; all but <see cref="Validator.FreshBytes"/>.</remarks>
public abstract class StateAnswer : IResult, IStatusCodeHttpResult, IContentTypeHttpResult
{
    /// <summary>Media type of JSON answers.</summary>
    public const string Json = "application/json; charset=utf-8";

    // So much is handed to the server at once: it waits for slow readers, rather than holding a copy of the body for each.
    // Each waits until the one before has left, so that small ones cost throughput.
    private const int SliceBytes = 512 * 1024;

    private readonly HostState _state;
    private readonly Validator _validator;

    private protected StateAnswer(HostState state, string contentType, Validator validator)
    {
        _state = state;
        // A state that was never published has no hash.
        _validator = state.ContentHash.Length == 0 && validator == Validator.ContentHash ? Validator.Bytes : validator;
        ContentType = contentType;
    }

    /// <inheritdoc/>
    public string ContentType { get; }

    /// <summary>Whether the <c>Accept</c> header chose the content type; the answer then says so to caches.</summary>
    public bool IsNegotiated { get; init; }

    /// <inheritdoc/>
    public int? StatusCode => StatusCodes.Status200OK;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var kept = Representations.Of(_state);
        var key = new RepresentationKey(request.Path.Value ?? "", request.QueryString.Value ?? "", ContentType);
        var representation = _validator == Validator.FreshBytes
            ? Represent(key, httpContext.RequestServices)
            : kept.Find(key) ?? kept.Keep(key, Represent(key, httpContext.RequestServices));
        if (_validator == Validator.Bytes)
            kept.BodyOf(key, representation);

        response.Headers.ETag = representation.EntityTag;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = IsNegotiated ? "Accept, Authorization" : "Authorization";
        if (EntityTags.IsNamed(request, representation.EntityTag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        var body = kept.BodyOf(key, representation);
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        return WriteAsync(response, body);
    }

    /// <summary>Makes the bytes.</summary>
    private protected abstract byte[] Make(JsonSerializerOptions json);

    // The body may be made for a later request, when this one's services are gone: a 304 needs none.
    private Representation Represent(RepresentationKey key, IServiceProvider services)
    {
        var json = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return new(_validator == Validator.ContentHash ? EntityTags.OfContent(_state, key) : null, () => Make(json));
    }

    private static async Task WriteAsync(HttpResponse response, byte[] body)
    {
        for (var at = 0; at < body.Length; at += SliceBytes)
        {
            var written = await response.BodyWriter.WriteAsync(body.AsMemory(at, Math.Min(SliceBytes, body.Length - at)));
            // The caller hung up.
            if (written.IsCompleted || written.IsCanceled)
                return;
        }
    }
}

/// <summary>A JSON body drawn from a state; made by <see cref="StateAnswers"/>.</summary>
/// <typeparam name="T">Type of the body.</typeparam>
public sealed class StateAnswer<T> : StateAnswer, IEndpointMetadataProvider
{
    private readonly Func<T> _body;

    internal StateAnswer(HostState state, string contentType, Validator validator, Func<T> body)
        : base(state, contentType, validator) => _body = body;

    private protected override byte[] Make(JsonSerializerOptions json) => JsonSerializer.SerializeToUtf8Bytes(_body(), json);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
    }
}

/// <summary>Text drawn from a state, such as SVG or DOT. The endpoint declares its content types with <c>Produces</c>.</summary>
public sealed class StateText : StateAnswer, IEndpointMetadataProvider
{
    private readonly Func<string> _text;

    internal StateText(HostState state, string contentType, Validator validator, Func<string> text)
        : base(state, contentType, validator) => _text = text;

    private protected override byte[] Make(JsonSerializerOptions json) => System.Text.Encoding.UTF8.GetBytes(_text());

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
}
