using System.Net;

namespace NetApi.Hosting.Security;

/// <summary>Refuses to start on an address that others can reach, without TLS, unless that is configured on purpose.</summary>
public static class ListenGuard
{
    /// <summary>Checks the addresses configured by <c>urls</c>, the port variables, and <c>Kestrel:Endpoints</c>, before anything listens.</summary>
    /// <exception cref="StartRefusedException">One of them is neither loopback nor TLS, and <see cref="NetApiOptions.AllowPlainHttp"/> is off.</exception>
    public static void Check(IConfiguration configuration, NetApiOptions options)
    {
        if (options.AllowPlainHttp)
            return;
        var exposed = Addresses(configuration).Where(IsExposed).ToList();
        if (exposed.Count > 0)
        {
            throw new StartRefusedException(
                $"NetApi would listen on {string.Join(", ", exposed)} without TLS: keys would cross the network in clear text. "
                + "Listen on loopback (ASPNETCORE_URLS=http://127.0.0.1:8420), configure a certificate and an https address, or set NetApi__AllowPlainHttp=true if something in front adds TLS.");
        }
    }

    /// <summary>Every address the configuration names.</summary>
    public static IEnumerable<string> Addresses(IConfiguration configuration)
    {
        var urls = Split(configuration[WebHostDefaults.ServerUrlsKey]);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>();
        if (urls.Length > 0)
            return [.. urls, .. endpoints];
        // The port variables count only where no address is given, and mean every address.
        return [.. endpoints, .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(p => $"http://*:{p}"), .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(p => $"https://*:{p}")];
    }

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static BindingAddress Parse(string address)
    {
        try
        {
            return BindingAddress.Parse(address);
        }
        catch (FormatException malformed)
        {
            throw new StartRefusedException($"'{address}' is no address to listen on: {malformed.Message} Write it as http://127.0.0.1:8420.", malformed);
        }
    }

    private static bool IsExposed(string address)
    {
        var parsed = Parse(address);
        var host = parsed.Host.Trim('[', ']');
        var loopback = parsed.IsUnixPipe || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
        return !loopback && !parsed.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
    }
}
