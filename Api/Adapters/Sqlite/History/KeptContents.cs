using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NetApi.Domain.Topology;
using NetApi.Json;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>Contents that were read lately: many revisions show the same.</summary>
internal sealed class KeptContents
{
    // About the things of a thousand containers; 20 MB or so.
    private const int MaxCount = 50_000;

    private readonly ConcurrentDictionary<long, Content> _contents = new();
    private readonly ConcurrentDictionary<long, NetnsId> _netns = new();

    /// <summary>Reads through a connection what is not at hand.</summary>
    public Reader Reading(SqliteConnection connection) => new(this, connection);

    /// <summary>Forgets everything, as rows were removed: nobody asks for those any more.</summary>
    public void Clear()
    {
        _contents.Clear();
        _netns.Clear();
    }

    /// <summary>A content, in no namespace yet.</summary>
    private sealed record Content(StateList List, object Item, UInt128 Hash);

    internal sealed class Reader(KeptContents kept, SqliteConnection connection) : IDisposable
    {
        private readonly SqliteCommand _content = Command(connection, "SELECT list, format, body, hash FROM contents WHERE id = $id");
        private readonly SqliteCommand _netns = Command(connection, "SELECT netns FROM netns WHERE id = $id");

        /// <summary>The item with that content in that namespace, and what tells it from others.</summary>
        /// <exception cref="StoreUnavailableException">It is damaged, missing or of a later version.</exception>
        public (StateList List, object Item, ItemKey Key) Read(long content, long? netns)
        {
            try
            {
                var (list, item, hash) = kept._contents.TryGetValue(content, out var known) ? known : Keep(kept._contents, content, Parse(content));
                return netns is { } id && NetnsOf(id) is var place ? (list, list.PutInto(item, place), new ItemKey(hash, place)) : (list, item, new ItemKey(hash, null));
            }
            catch (Exception e) when (e is InvalidDataException or JsonException or NotSupportedException)
            {
                throw StoreUnavailableException.OfHistory(e);
            }
        }

        public void Dispose()
        {
            _content.Dispose();
            _netns.Dispose();
        }

        private Content Parse(long id)
        {
            _content.Parameters[0].Value = id;
            using var row = _content.ExecuteReader();
            if (!row.Read())
                throw new InvalidDataException($"The content {id} is missing.");
            if (row.GetInt64(1) is > HostStateJson.Format and var format)
                throw new NotSupportedException($"The content {id} was kept in form {format}; this version reads forms up to {HostStateJson.Format}.");
            var list = StateLists.Of(row.GetInt64(0));
            var item = list.Read(Encoding.UTF8.GetBytes(row.GetString(2)));
            return new Content(list, item, list.KeepsAll ? list.KeyOf(item)!.Value.Hash : BinaryPrimitives.ReadUInt128BigEndian((byte[])row.GetValue(3)));
        }

        private NetnsId NetnsOf(long id)
        {
            if (kept._netns.TryGetValue(id, out var known))
                return known;
            _netns.Parameters[0].Value = id;
            return Keep(kept._netns, id, new NetnsId(_netns.ExecuteScalar() as string ?? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The namespace {id} is missing."))));
        }

        private static T Keep<T>(ConcurrentDictionary<long, T> all, long id, T read)
        {
            if (all.Count >= MaxCount)
                all.Clear();
            all[id] = read;
            return read;
        }

        private static SqliteCommand Command(SqliteConnection connection, string sql)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.Add("$id", SqliteType.Integer);
            return command;
        }
    }
}
