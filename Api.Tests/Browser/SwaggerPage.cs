using System.Globalization;

namespace NetApi.Tests.Browser;

/// <summary>Swagger UI, used as a person does: by clicks and keys.</summary>
internal sealed class SwaggerPage(Chromium browser)
{
    /// <summary>Opens NetApi's page and waits until the operations are listed.</summary>
    public static async Task<SwaggerPage> OpenAsync(Chromium browser, Uri netApi)
    {
        await browser.OpenAsync(new Uri(netApi, "/swagger"));
        browser.See("#operations-Host-GetHost");
        return new SwaggerPage(browser);
    }

    /// <summary>Authorize: types the key, and waits until the page has taken it.</summary>
    public void Authorize(string key)
    {
        browser.Click(".auth-wrapper > button.authorize");
        browser.See(".auth-container input").SendKeys(key);
        browser.Click(".auth-btn-wrapper > button.authorize");
        browser.See(".auth-btn-wrapper > button[aria-label='Remove authorization']");
        browser.Click(".auth-btn-wrapper > button.btn-done");
        browser.See(".auth-wrapper > button.authorize.locked");
    }

    /// <summary>Opens an operation, executes it with whatever the page has filled in, closes it, and gives the status and the body the page shows.</summary>
    public (int Status, string Body) TryOut(string tag, string operation)
    {
        var block = $"#operations-{tag}-{operation}";
        browser.Click($"{block} button.opblock-summary-control");
        browser.Click($"{block} button.execute");
        var answer = $"{block} .live-responses-table tbody tr.response";
        var status = browser.See($"{answer} td.response-col_status").Text.Split('\n')[0];
        var body = browser.See($"{answer} .highlight-code > pre").GetDomProperty("textContent")!;
        browser.Click($"{block} button.opblock-summary-control");
        return (int.Parse(status, CultureInfo.InvariantCulture), body);
    }
}
