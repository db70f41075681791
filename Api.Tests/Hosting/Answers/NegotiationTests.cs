using Microsoft.AspNetCore.Http;
using NetApi.Graph;
using NetApi.Hosting.Answers;
using Xunit;

namespace NetApi.Tests.Hosting.Answers;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("no media type", "application/json")]
    [InlineData("image/svg+xml", "image/svg+xml")]
    [InlineData("image/avif,image/webp,image/*,*/*;q=0.8", "image/svg+xml")]
    [InlineData("text/plain", "text/plain")]
    [InlineData("text/*", "text/vnd.graphviz")]
    [InlineData("*/*, text/vnd.mermaid", "text/vnd.mermaid")]
    [InlineData("application/json;q=0.5, text/vnd.graphviz", "text/vnd.graphviz")]
    [InlineData("application/json; charset=utf-8", "application/json")]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.1", "application/json")]
    [InlineData("application/json;q=0, */*", "image/svg+xml")]
    [InlineData("image/png", null)]
    [InlineData("*/*;q=0", null)]
    public void Choose_AHeader_TakesWhatItLikesBest(string? accept, string? chosen)
    {
        var request = new DefaultHttpContext().Request;
        if (accept is not null)
            request.Headers.Accept = accept;
        Assert.Equal(chosen, Negotiation.Choose(request, GraphFormats.Table.MediaTypes));
    }
}
