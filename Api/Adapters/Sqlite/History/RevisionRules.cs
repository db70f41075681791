using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NetApi.Json;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>Things have the hash that they are kept under and can be read, and the things of each revision add up to its hash.</summary>
/// <remarks>
/// The hash of a state is a sum over its things: each version adds to the sum with its first revision and takes away after its last.
/// So one walk over the things and one over the revisions tell of all of them, without any state being made.
/// </remarks>
internal sealed class RevisionRules(SqliteConnection connection, FoundFaults faults, CancellationToken cancel) : IDisposable
{
    // What the sum of a host differs by from one revision to the next.
    private readonly Dictionary<(long Host, long Revision), ContentHash> _deltas = [];
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public static void Check(SqliteConnection connection, FoundFaults faults, CancellationToken cancel)
    {
        using var rules = new RevisionRules(connection, faults, cancel);
        rules.WalkContents();
        rules.WalkRevisions();
    }

    public void Dispose() => _sha.Dispose();

    private void WalkContents()
    {
        using var contents = Command("SELECT id, hash, list, format, body FROM contents");
        using var versions = Command("SELECT versions.host, versions.first, versions.last, netns.netns FROM versions LEFT JOIN netns ON netns.id = versions.netns WHERE versions.content = $id");
        versions.Parameters.Add("$id", SqliteType.Integer);
        using var rows = contents.ExecuteReader();
        while (rows.Read())
        {
            cancel.ThrowIfCancellationRequested();
            var id = rows.GetInt64(0);
            if (Read(id, (byte[])rows.GetValue(1), rows.GetInt64(2), rows.GetInt64(3), Encoding.UTF8.GetBytes(rows.GetString(4))) is not var (list, counted))
                continue;
            versions.Parameters[0].Value = id;
            using var held = versions.ExecuteReader();
            while (held.Read())
            {
                var hash = ContentHash.OfItem(list, held.IsDBNull(3) ? counted : KeptBody.In(counted, held.GetString(3)), _sha);
                Add(held.GetInt64(0), held.GetInt64(1), hash);
                if (!held.IsDBNull(2))
                    Add(held.GetInt64(0), held.GetInt64(2) + 1, default(ContentHash) - hash);
            }
        }
    }

    // The bytes that count are those that were kept, not what this version would write: it may know members that an earlier one did not.
    private (StateList List, byte[] Counted)? Read(long id, byte[] hash, long code, long format, byte[] body)
    {
        try
        {
            if (format > HostStateJson.Format)
                throw new NotSupportedException($"It was kept in form {format}; this version reads forms up to {HostStateJson.Format}.");
            var list = StateLists.Of(code);
            var item = list.Read(body);
            if (list.HashOf(body) != BinaryPrimitives.ReadUInt128BigEndian(hash))
                throw new InvalidDataException("Its bytes have another hash.");
            return (list, list.KeepsAll ? list.BodyOf(list.Counted(item)!) : body);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or NotSupportedException)
        {
            faults.Add("content", $"Content {id}: {e.Message}");
            return null;
        }
    }

    private void WalkRevisions()
    {
        var hosts = new List<(long Number, string Id)>();
        using (var command = Command("SELECT number, id FROM hosts WHERE number IS NOT NULL ORDER BY number"))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
                hosts.Add((rows.GetInt64(0), rows.GetString(1)));
        }
        foreach (var (number, id) in hosts)
            WalkRevisions(number, ContentHash.OfHost(id, _sha));
    }

    private void WalkRevisions(long host, ContentHash sum)
    {
        var deltas = new Queue<KeyValuePair<(long Host, long Revision), ContentHash>>(_deltas.Where(d => d.Key.Host == host).OrderBy(d => d.Key.Revision));
        using var revisions = Command("SELECT number, hash FROM revisions WHERE host = $host ORDER BY number");
        revisions.Parameters.AddWithValue("$host", host);
        using var rows = revisions.ExecuteReader();
        while (rows.Read())
        {
            cancel.ThrowIfCancellationRequested();
            var (number, hash) = (rows.GetInt64(0), rows.GetString(1));
            while (deltas.TryPeek(out var next) && next.Key.Revision <= number)
                sum += deltas.Dequeue().Value;
            if (sum.ToString() != hash)
                faults.Add("revision", $"Revision {number} of host {host} has the hash {hash}, and what is kept of it adds up to {sum}.");
        }
    }

    private void Add(long host, long revision, ContentHash hash) => _deltas[(host, revision)] = _deltas.GetValueOrDefault((host, revision)) + hash;

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
