using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NetApi.Domain.Topology;
using NetApi.Json;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>A thing as it is kept.</summary>
/// <param name="List">The list of a state that it stands in.</param>
/// <param name="Item">The thing.</param>
/// <param name="Key">Tells it from others.</param>
internal sealed record KeptThing(StateList List, object Item, ItemKey Key);

/// <summary>Things that were read lately: many revisions show the same, and then as the same objects.</summary>
internal sealed class KeptContents
{
    /// <summary>What <see cref="Take"/> takes from rows of the table versions that are joined with <see cref="Tables"/>. No column comes before it.</summary>
    public const string Columns = "versions.content, versions.netns, contents.list, contents.format, contents.hash, contents.body, netns.netns";

    /// <summary>What the table versions is joined with.</summary>
    public const string Tables = "LEFT JOIN contents ON contents.id = versions.content LEFT JOIN netns ON netns.id = versions.netns";

    /// <summary>Number of the first column after <see cref="Columns"/>.</summary>
    public const int Next = 7;

    // About the things of a thousand containers; 20 MB or so.
    private const int MaxCount = 50_000;

    // Things in their namespaces, and what is kept of them: in none, which 0 stands for.
    private readonly ConcurrentDictionary<(long Content, long Netns), Lazy<KeptThing>> _things = new();

    // One object for each: what is in a namespace is found fastest by that.
    private readonly ConcurrentDictionary<long, NetnsId> _netns = new();
    private int _count;

    /// <summary>Takes from a row what is not at hand of its thing. It is made of that when it is asked for, by whatever thread; that costs far more.</summary>
    /// <param name="row">The row.</param>
    /// <param name="find">Finds a thing that is at hand elsewhere; null where there is none.</param>
    /// <returns>The thing; asking for it throws <see cref="StoreUnavailableException"/> where it is damaged or of a later version.</returns>
    /// <exception cref="StoreUnavailableException">It is missing.</exception>
    public Lazy<KeptThing> Take(SqliteDataReader row, Func<ItemKey, object?>? find = null)
    {
        var (id, netns) = (row.GetInt64(0), row.IsDBNull(1) ? 0 : row.GetInt64(1));
        if (_things.TryGetValue((id, netns), out var known))
            return known;
        var place = netns == 0 ? (NetnsId?)null : NetnsOf(row, netns);
        // A gap's words do not count, so that those of another may be at hand.
        if (find is not null && !row.IsDBNull(2) && new ItemKey(HashOf(row), place) is var key && find(key) is { } item && StateLists.Of(row.GetInt64(2)) is { KeepsAll: false } list)
            return Keep((id, netns), new Lazy<KeptThing>(new KeptThing(list, item, key)));
        if (!_things.TryGetValue((id, 0), out var thing))
            thing = Keep((id, 0), Reading(row, id));
        return place is { } inside ? Keep((id, netns), Later(() => In(inside, thing.Value))) : thing;
    }

    /// <summary>Forgets everything, as rows were removed: nobody asks for those any more.</summary>
    public void Clear()
    {
        _things.Clear();
        _netns.Clear();
        Interlocked.Exchange(ref _count, 0);
    }

    private static Lazy<KeptThing> Reading(SqliteDataReader row, long id)
    {
        if (row.IsDBNull(2))
            throw StoreUnavailableException.OfHistory(new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The content {id} is missing.")));
        var (list, format, hash, body) = (row.GetInt64(2), row.GetInt64(3), HashOf(row), row.GetFieldValue<byte[]>(5));
        return Later(() => Read(id, list, format, hash, body));
    }

    private static UInt128 HashOf(SqliteDataReader row) => BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(4));

    private static KeptThing Read(long id, long code, long format, UInt128 hash, byte[] body)
    {
        try
        {
            if (format > HostStateJson.Format)
                throw new NotSupportedException($"The content {id} was kept in form {format}; this version reads forms up to {HostStateJson.Format}.");
            var list = StateLists.Of(code);
            var item = list.Read(body);
            return new KeptThing(list, item, list.KeepsAll ? list.KeyOf(item)!.Value with { Netns = null } : new ItemKey(hash, null));
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or NotSupportedException)
        {
            throw StoreUnavailableException.OfHistory(e);
        }
    }

    private static KeptThing In(NetnsId netns, KeptThing thing) => thing with { Item = thing.List.PutInto(thing.Item, netns), Key = thing.Key with { Netns = netns } };

    private NetnsId NetnsOf(SqliteDataReader row, long id) => _netns.TryGetValue(id, out var known) ? known
        : row.IsDBNull(6) ? throw StoreUnavailableException.OfHistory(new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The namespace {id} is missing.")))
        : _netns.GetOrAdd(id, new NetnsId(row.GetString(6)));

    // What cannot be made now may be made later.
    private static Lazy<KeptThing> Later(Func<KeptThing> make) => new(make, LazyThreadSafetyMode.PublicationOnly);

    private Lazy<KeptThing> Keep((long Content, long Netns) key, Lazy<KeptThing> thing)
    {
        // The dictionary's own count would lock all of it.
        if (Interlocked.Increment(ref _count) > MaxCount)
            Clear();
        return _things.GetOrAdd(key, thing);
    }
}
