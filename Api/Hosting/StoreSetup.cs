using Microsoft.Extensions.Options;
using NetApi.Adapters.Sqlite;
using NetApi.Hosting.Security;

namespace NetApi.Hosting;

/// <summary>Registers and opens the database.</summary>
public static class StoreSetup
{
    private const string MachineId = "/etc/machine-id";

    /// <summary>Registers the database and its stores.</summary>
    public static void AddStore(this IServiceCollection services)
    {
        services.AddSingleton(provider => DirectoryLock.Take(provider.GetRequiredService<IOptions<NetApiOptions>>().Value.DataDirectory));
        services.AddSingleton(provider => Database.Open(
            provider.GetRequiredService<IOptions<NetApiOptions>>().Value.DataDirectory,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<HostStore>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<HostIdentity>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyVault>();
    }

    /// <summary>Opens the database, applies migrations, finds the host's id and puts the keys in force; before anything is served.</summary>
    /// <exception cref="DatabaseRefusedException">The database is not one this NetApi may touch, or another one serves it.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be read; or cannot be written, and the schema, the host or the admin key is missing in it.</exception>
    public static async Task OpenStoreAsync(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<NetApiOptions>>().Value;
        app.Services.GetRequiredService<DirectoryLock>();
        var hosts = app.Services.GetRequiredService<HostStore>();
        var identity = app.Services.GetRequiredService<HostIdentity>();
        identity.Id = await hosts.GetOrAddHostIdAsync(Fingerprint(), Environment.MachineName, CancellationToken.None);
        identity.Number = await hosts.NumberOfAsync(identity.Id, CancellationToken.None);
        await app.Services.GetRequiredService<KeyVault>().OpenAsync(options.DataDirectory, options.RenewAdminKey, CancellationToken.None);
    }

    // machine-id(5); without one (in a minimal container image) the host name has to do.
    private static string Fingerprint() =>
        File.Exists(MachineId) && File.ReadAllText(MachineId).Trim() is { Length: > 0 } id ? id : Environment.MachineName;
}
