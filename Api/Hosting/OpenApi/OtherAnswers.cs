namespace NetApi.Hosting.OpenApi;

/// <summary>Metadata of an endpoint: a media type that it answers instead of JSON where the caller wants it. The framework keeps one body a status.</summary>
/// <param name="MediaType">The media type.</param>
/// <param name="Type">Type of the body.</param>
/// <param name="Example">An example of it; null for none.</param>
public sealed record OtherAnswer(string MediaType, Type Type, object? Example);

/// <summary>Adds other answers to endpoints.</summary>
public static class OtherAnswers
{
    /// <summary>Names media types of a successful answer that is text.</summary>
    public static RouteHandlerBuilder AlsoAnswersText(this RouteHandlerBuilder builder, params string[] mediaTypes) =>
        builder.WithMetadata([.. mediaTypes.Select(m => new OtherAnswer(m, typeof(string), null))]);

    /// <summary>Names a media type of a successful answer, and shows what it looks like.</summary>
    /// <typeparam name="T">Type of the body.</typeparam>
    public static RouteHandlerBuilder AlsoAnswers<T>(this RouteHandlerBuilder builder, string mediaType, T example) => builder.WithMetadata(new OtherAnswer(mediaType, typeof(T), example));
}
