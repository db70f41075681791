using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using NetApi.Snapshots;

namespace NetApi.Hosting;

/// <summary>What every endpoint relies on: configuration, JSON, problems, keys, guards, OpenAPI.</summary>
public static class NetApiHost
{
    /// <summary>Address NetApi listens on where none is configured.</summary>
    public const string DefaultAddress = "http://127.0.0.1:8420";

    /// <summary>Registers the host's own services.</summary>
    /// <exception cref="StartRefusedException">The configured address is exposed without TLS (<see cref="ListenGuard"/>).</exception>
    public static void AddHosting(this WebApplicationBuilder builder)
    {
        if (!ListenGuard.Addresses(builder.Configuration).Any())
            builder.WebHost.UseUrls(DefaultAddress);
        var options = NetApiOptions.Read(builder.Configuration);
        ListenGuard.Check(builder.Configuration, options);

        // Why it cannot start it says itself, in one sentence; a service that fails later is told as critical too.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.AddOptions<NetApiOptions>().BindConfiguration(NetApiOptions.Section);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.ConfigureHttpJsonOptions(json => WireJson.Apply(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = WireJson.MaxBodyBytes;
        });
        builder.Services.AddExceptionHandler<ProblemExceptionHandler>();
        builder.Services.AddObservers(options);
        builder.Services.AddStore();
        builder.Services.AddSnapshots(options);
        // The core services alone: AddAuthentication brings data protection, which writes keys into the user's home and is not used here.
        builder.Services.AddAuthenticationCore(authentication =>
        {
            authentication.DefaultScheme = ApiKeyAuthentication.SchemeName;
            authentication.AddScheme<ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, displayName: null);
        });
        builder.Services.AddTransient<ApiKeyAuthentication>();
        builder.Services.AddWebEncoders();
        builder.Services.AddAuthorizationBuilder().AddScopes();
        builder.Services.AddOpenApiDocument();
    }

    /// <summary>Puts the middleware in order: HEAD and errors outermost, then guards, the open pages, keys.</summary>
    public static void UseHosting(this WebApplication app)
    {
        app.UseHead();
        app.UseExceptionHandler(_ => { });
        app.UseBareStatusProblems();
        app.UseBrowserGuard();
        app.UseOpenApiDocument();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseKnownParameters();
        app.UseCallJournal();
        app.UseOwnChangeSnapshots();
        app.UseUtf8Bodies();
    }

    /// <summary>Serves until it is told to stop. Where it cannot listen, what runs beside ends in order first.</summary>
    public static async Task ServeAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            // Whatever comes of that, why it cannot start is told.
            await app.StopAsync().ContinueWith(_ => { }, TaskScheduler.Default);
            throw;
        }
        await app.WaitForShutdownAsync();
    }
}
