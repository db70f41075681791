using System.Text.Json;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace NetApi.Tests.Browser;

/// <summary>A headless chromium with a profile of its own, and what it says about the pages it shows.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    public const string BrowserPath = "/usr/bin/chromium";
    public const string DriverPath = "/usr/bin/chromedriver";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("netapi-browser-");
    private readonly ChromeDriverService _service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(DriverPath)!, Path.GetFileName(DriverPath));
    private readonly List<Uri> _requested = [];
    private ChromeDriver _driver = null!;

    private Chromium()
    {
    }

    /// <summary>Starts it.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var started = new Chromium();
        try
        {
            // Whatever it keeps beside its profile (caches, certificates, sockets) goes with the profile.
            started._service.DriverProcessStarting += (_, starting) =>
            {
                foreach (var name in new[] { "HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME" })
                    starting.DriverServiceProcessStartInfo.Environment[name] = started._home.FullName;
            };
            started._driver = new ChromeDriver(started._service, started.Options(), Patience);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every address that its pages asked for so far, without those that never leave the browser.</summary>
    public IReadOnlyList<Uri> Requested
    {
        get
        {
            _requested.AddRange(_driver.Manage().Logs.GetLog(LogType.Performance)
                .Select(entry => JsonDocument.Parse(entry.Message).RootElement.GetProperty("message"))
                .Where(message => message.GetProperty("method").GetString() == "Network.requestWillBeSent")
                .Select(message => new Uri(message.GetProperty("params").GetProperty("request").GetProperty("url").GetString()!))
                .Where(address => address.Scheme is not ("chrome" or "data" or "blob")));
            return _requested;
        }
    }

    /// <summary>The errors in the console since the last call.</summary>
    public IReadOnlyList<string> TakeErrors() => [.. _driver.Manage().Logs.GetLog(LogType.Browser).Where(e => e.Level == LogLevel.Severe).Select(e => e.Message)];

    /// <summary>Goes to a page.</summary>
    public Task OpenAsync(Uri address) => _driver.Navigate().GoToUrlAsync(address);

    /// <summary>Waits until the one element that <paramref name="selector"/> (CSS) means can be seen.</summary>
    public IWebElement See(string selector) => Until(
        () => _driver.FindElements(By.CssSelector(selector)) is [{ Displayed: true } element] ? element : null, $"one visible {selector}");

    /// <summary>Waits until <paramref name="look"/> gives something.</summary>
    public T Until<T>(Func<T?> look, string what) where T : class
    {
        var wait = new WebDriverWait(_driver, Patience) { Message = $"No {what}.", PollingInterval = TimeSpan.FromMilliseconds(50) };
        wait.IgnoreExceptionTypes(typeof(StaleElementReferenceException));
        return wait.Until(_ => look())!;
    }

    /// <summary>Waits for the element, brings it into view and clicks on it.</summary>
    public void Click(string selector)
    {
        var element = See(selector);
        _driver.ExecuteScript("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", element);
        element.Click();
    }

    public async ValueTask DisposeAsync()
    {
        // Dispose() quits the browser before it ends the driver.
        _driver?.Dispose();
        await _service.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private ChromeOptions Options()
    {
        var options = new ChromeOptions { BinaryLocation = BrowserPath };
        // Its own wish for names from the outside would hold back the first page until DNS has timed out.
        options.AddArgument("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        options.AddArguments(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--no-proxy-server", "--window-size=1280,1600", $"--user-data-dir={Path.Combine(_home.FullName, "profile")}");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        options.SetLoggingPreference(LogType.Performance, LogLevel.All);
        return options;
    }
}
