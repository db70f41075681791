namespace NetApi.Hosting.OpenApi;

/// <summary>Metadata of an endpoint: an example of its request body.</summary>
/// <param name="Value">Serialized as a body would be.</param>
public sealed record RequestExample(object Value);

/// <summary>Metadata of an endpoint: an example of its answer.</summary>
/// <param name="Value">Serialized as a body would be.</param>
public sealed record ResponseExample(object Value);

/// <summary>Adds examples to endpoints.</summary>
public static class Examples
{
    /// <summary>Shows <paramref name="value"/> as the request body in the OpenAPI document.</summary>
    public static RouteHandlerBuilder WithRequestExample(this RouteHandlerBuilder builder, object value) => builder.WithMetadata(new RequestExample(value));

    /// <summary>Shows <paramref name="value"/> as the body of the successful answer in the OpenAPI document.</summary>
    public static RouteHandlerBuilder WithResponseExample(this RouteHandlerBuilder builder, object value) => builder.WithMetadata(new ResponseExample(value));
}
