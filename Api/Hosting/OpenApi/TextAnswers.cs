namespace NetApi.Hosting.OpenApi;

/// <summary>Metadata of an endpoint: media types of text that it answers instead of JSON where the caller wants it. The framework keeps one body a status.</summary>
/// <param name="MediaTypes">The media types.</param>
public sealed record TextAnswers(IReadOnlyList<string> MediaTypes);

/// <summary>Adds text answers to endpoints.</summary>
public static class TextAnswersMetadata
{
    /// <summary>Names media types of a successful answer that is text.</summary>
    public static RouteHandlerBuilder AlsoAnswersText(this RouteHandlerBuilder builder, params string[] mediaTypes) => builder.WithMetadata(new TextAnswers(mediaTypes));
}
