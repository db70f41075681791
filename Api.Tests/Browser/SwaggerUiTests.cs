using System.Text.Json.Nodes;
using NetApi.Tests.Engine;
using Xunit;

namespace NetApi.Tests.Browser;

/// <summary>Swagger UI in a real browser.</summary>
[Collection(nameof(ExclusiveLab))]
[Trait("Ring", "Engine")]
public sealed class SwaggerUiTests(LabApi api) : IAsyncLifetime
{
    private Chromium _browser = null!;
    private SwaggerPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        Ring.Engine();
        Ring.Browser();
        _browser = await Chromium.StartAsync();
        _page = await SwaggerPage.OpenAsync(_browser, api.Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    [Fact]
    public async Task With_the_key_what_is_tried_out_is_done()
    {
        _page.Authorize(api.AdminKey);

        var (status, body) = _page.TryOut("Host", "GetHost");
        Assert.Equal(200, status);
        Assert.Equal((string?)(await api.GetAsync("/host"))["id"], (string?)JsonNode.Parse(body)!["id"]);

        (status, body) = _page.TryOut("Snapshots", "CreateSnapshot");
        Assert.Equal(201, status);
        var snapshot = await api.GetAsync($"/snapshots/{JsonNode.Parse(body)!["id"]}");
        Assert.Equal("before", (string?)snapshot["label"]);

        Assert.Empty(_browser.TakeErrors());
    }

    [Theory]
    [InlineData("Host", "GetHost", "/api/v1/host")]
    [InlineData("Snapshots", "CreateSnapshot", "/api/v1/snapshots")]
    public void Without_a_key_it_is_refused(string tag, string operation, string path)
    {
        var (status, body) = _page.TryOut(tag, operation);

        Assert.Equal(401, status);
        Assert.Equal(401, (int?)JsonNode.Parse(body)!["status"]);
        // The browser calls the refusal itself an error, and nothing else.
        Assert.StartsWith($"{new Uri(api.Address, path)} ", Assert.Single(_browser.TakeErrors()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_asks_nobody_but_NetApi()
    {
        _page.TryOut("Host", "GetHost");

        Assert.NotEmpty(_browser.Requested);
        Assert.All(_browser.Requested, address => Assert.Equal(api.Address.GetLeftPart(UriPartial.Authority), address.GetLeftPart(UriPartial.Authority)));
    }
}
