using System.Collections.Immutable;
using NetApi.Adapters.Sqlite;

namespace NetApi.Hosting.Security;

/// <summary>What became of a wish to revoke a key.</summary>
public enum Revocation
{
    /// <summary>It is out of force.</summary>
    Revoked,

    /// <summary>No key in force has that id.</summary>
    NotFound,

    /// <summary>Nobody could make keys without it.</summary>
    LastAdmin,
}

/// <summary>Keeps keys: in the database, so that they survive, and in the ring, where requests are held against them.</summary>
public sealed partial class KeyVault(KeyStore store, KeyRing ring, HostIdentity host, TimeProvider clock, ILogger<KeyVault> log) : IDisposable
{
    /// <summary>Name of the file in the data directory that the first key is written to.</summary>
    public const string AdminKeyFile = "admin.key";

    private readonly SemaphoreSlim _oneChange = new(1, 1);

    /// <summary>Puts the keys of the database in force. At the first start, or where <paramref name="renewAdmin"/> asks for it, an admin key is made and written to <see cref="AdminKeyFile"/>.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read or written.</exception>
    /// <exception cref="StartRefusedException">The file cannot be written.</exception>
    public async Task OpenAsync(string dataDirectory, bool renewAdmin, CancellationToken cancel)
    {
        foreach (var key in await store.ListActiveAsync(host.Id, cancel))
            ring.Add(FromStore(key));
        var file = Path.Combine(dataDirectory, AdminKeyFile);
        if (renewAdmin || !ring.Keys.Any(IsAdmin))
        {
            var (key, secret) = ApiKey.Create("admin", [Scope.Admin], clock.GetUtcNow());
            // The file first: a key whose secret nobody has would lock everybody out.
            WriteSecret(file, secret);
            await KeepAsync(key, cancel);
            LogAdminKey(file);
        }
    }

    /// <summary>Makes a key and puts it in force.</summary>
    /// <returns>The key, and its secret, which cannot be read again.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be written; the key is not in force.</exception>
    public async Task<(ApiKey Key, string Secret)> AddAsync(string name, ImmutableArray<Scope> scopes, CancellationToken cancel)
    {
        var (key, secret) = ApiKey.Create(name, scopes, clock.GetUtcNow());
        await KeepAsync(key, cancel);
        return (key, secret);
    }

    /// <summary>Takes a key out of force for good.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written; the key stays in force.</exception>
    public async Task<Revocation> RevokeAsync(string id, CancellationToken cancel)
    {
        await _oneChange.WaitAsync(cancel);
        try
        {
            if (ring.Keys.FirstOrDefault(k => k.Id == id) is not { } key)
                return Revocation.NotFound;
            if (IsAdmin(key) && ring.Keys.Count(IsAdmin) == 1)
                return Revocation.LastAdmin;
            await store.RevokeAsync(host.Id, id, clock.GetUtcNow(), cancel);
            ring.Remove(id);
            return Revocation.Revoked;
        }
        finally
        {
            _oneChange.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneChange.Dispose();

    private async Task KeepAsync(ApiKey key, CancellationToken cancel)
    {
        var stored = new StoredKey(key.Id, key.Name, [.. key.Scopes.Select(s => s.ToString().ToLowerInvariant())], key.CreatedAt, null, key.Digest);
        await store.AddAsync(host.Id, stored, cancel);
        ring.Add(key);
    }

    private static ApiKey FromStore(StoredKey key) =>
        new(key.Id, key.Name, [.. key.Scopes.Select(s => Enum.Parse<Scope>(s, ignoreCase: true))], key.CreatedAt, key.Digest);

    private static bool IsAdmin(ApiKey key) => key.Scopes.Contains(Scope.Admin);

    // Made under another name with its mode from the start, then moved: at no time can others read it, nor is it half-written.
    private static void WriteSecret(string file, string secret)
    {
        try
        {
            var draft = file + ".new";
            File.Delete(draft);
            using (var stream = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(secret + "\n");
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The admin key cannot be written to {file}: {unwritable.Message} Make the directory writable, or set NetApi__DataDirectory to another.", unwritable);
        }
    }

    [LoggerMessage(LogLevel.Information, "An admin key was made; it stands in {File}")]
    private partial void LogAdminKey(string file);
}
