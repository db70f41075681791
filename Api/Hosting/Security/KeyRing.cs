using System.Collections.Immutable;

namespace NetApi.Hosting.Security;

/// <summary>The keys in force, in memory, so that a request costs no reading of the database.</summary>
public sealed class KeyRing
{
    private ImmutableArray<ApiKey> _keys = [];

    /// <summary>The keys, by creation.</summary>
    public IReadOnlyList<ApiKey> Keys => _keys;

    /// <summary>Puts a key in force.</summary>
    public void Add(ApiKey key) => ImmutableInterlocked.Update(ref _keys, (keys, added) => keys.Add(added), key);

    /// <summary>Takes a key out of force; false where there is none with that id.</summary>
    public bool Remove(string id) => ImmutableInterlocked.Update(ref _keys, (keys, removed) => keys.RemoveAll(k => k.Id == removed), id);

    /// <summary>The key a secret belongs to; null where it is none. Every key is compared, in constant time.</summary>
    public ApiKey? Find(string secret)
    {
        var digest = ApiKey.DigestOf(secret);
        ApiKey? found = null;
        foreach (var key in _keys)
        {
            if (key.Matches(digest))
                found = key;
        }
        return found;
    }
}
