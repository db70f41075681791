using System.Buffers.Binary;
using System.Text;
using Microsoft.Data.Sqlite;
using NetApi.Json;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>Adds revisions within one transaction. Its statements are prepared once: a change is some twenty rows.</summary>
internal sealed class HistoryAppend : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly long _host;
    private readonly RowIds _ids;
    private readonly List<SqliteCommand> _commands = [];
    private readonly SqliteCommand _revision;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _end;
    private readonly SqliteCommand _ended;
    private readonly SqliteCommand _findContent;
    private readonly SqliteCommand _addContent;
    private readonly SqliteCommand _contentTerm;
    private readonly SqliteCommand _findNetns;
    private readonly SqliteCommand _addNetns;
    private readonly SqliteCommand _findTerm;
    private readonly SqliteCommand _addTerm;
    private readonly SqliteCommand _change;
    private readonly SqliteCommand _changeTerm;

    public HistoryAppend(SqliteConnection connection, SqliteTransaction transaction, long host, RowIds ids)
    {
        (_connection, _transaction, _host, _ids) = (connection, transaction, host, ids);
        ids.Trim();
        _revision = Prepare("INSERT INTO revisions (host, number, at, not_before, hash, causes) VALUES (?, ?, ?, ?, ?, ?)");
        _begin = Prepare("INSERT INTO versions (id, host, content, netns, first) VALUES (?, ?, ?, ?, ?)");
        _end = Prepare("UPDATE versions SET last = ? WHERE id = ? AND last IS NULL");
        _ended = Prepare("INSERT INTO ended (id, first, last) VALUES (?, ?, ?)");
        _findContent = Prepare("SELECT id FROM contents WHERE hash = ?");
        _addContent = Prepare("INSERT INTO contents (id, hash, list, format, body) VALUES (max(?, (SELECT coalesce(max(id), 0) FROM contents)) + 1, ?, ?, ?, ?) RETURNING id");
        _contentTerm = Prepare("INSERT OR IGNORE INTO content_terms (term, content) VALUES (?, ?)");
        _findNetns = Prepare("SELECT id FROM netns WHERE netns = ?");
        _addNetns = Prepare("INSERT INTO netns (id, netns) VALUES (max(?, (SELECT coalesce(max(id), 0) FROM netns)) + 1, ?) RETURNING id");
        _findTerm = Prepare("SELECT id FROM terms WHERE term = ?");
        _addTerm = Prepare("INSERT INTO terms (term) VALUES (?) RETURNING id");
        _change = Prepare("INSERT INTO changes (host, revision, ordinal, subject, kind, summary) VALUES (?, ?, ?, ?, ?, ?)");
        _changeTerm = Prepare("INSERT OR IGNORE INTO change_terms (term, host, revision, ordinal) VALUES (?, ?, ?, ?)");
    }

    public void Add(RevisionEntry entry)
    {
        Run(_revision, _host, entry.Number, StoredTime.Format(entry.At), entry.NotBefore is { } time ? StoredTime.Format(time) : null, entry.Hash, entry.Causes);
        foreach (var version in entry.Ended)
        {
            if (Run(_end, entry.Number - 1, version.Id) != 1)
                throw new InvalidDataException($"Version {version.Id} ends with revision {entry.Number}, and does not hold.");
            Run(_ended, version.Id, version.First, entry.Number - 1);
        }
        foreach (var version in entry.Began)
            Run(_begin, version.Id, _host, ContentOf(version), version.List.NetnsOf(version.Item) is { } netns ? NetnsOf(netns.Value) : null, version.First);
        for (var i = 0; i < entry.Changes.Count; i++)
        {
            var change = entry.Changes[i];
            var subject = TermOf(ChangeTerms.Subject(change));
            Run(_change, _host, entry.Number, i, subject, (int)change.Kind, change.Summary);
            Run(_changeTerm, subject, _host, entry.Number, i);
            foreach (var term in ChangeTerms.Of(change))
                Run(_changeTerm, TermOf(term), _host, entry.Number, i);
        }
    }

    public void Dispose() => _commands.ForEach(c => c.Dispose());

    private long ContentOf(HeldVersion version)
    {
        var body = version.List.BodyOf(version.Item);
        var hash = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(hash, version.List.HashOf(body));
        if (Find(_findContent, hash) is { } known)
            return known;
        var id = _ids.LastContent = Find(_addContent, _ids.LastContent, hash, version.List.Code, HostStateJson.Format, Encoding.UTF8.GetString(body))!.Value;
        foreach (var term in ContentTerms.Of(version.Item))
            Run(_contentTerm, TermOf(term), id);
        return id;
    }

    private long NetnsOf(string netns) => IdOf(_ids.Netns, netns, _findNetns, () => _ids.LastNetns = Find(_addNetns, _ids.LastNetns, netns)!.Value);

    private long TermOf(string term) => IdOf(_ids.Terms, term, _findTerm, () => Find(_addTerm, term)!.Value);

    private static long IdOf(Dictionary<string, long> known, string text, SqliteCommand find, Func<long> add)
    {
        if (!known.TryGetValue(text, out var id))
            known[text] = id = Find(find, text) ?? add();
        return id;
    }

    // Each ? is a parameter, in their order; the library knows parameters by name only.
    private SqliteCommand Prepare(string sql)
    {
        var command = _connection.CreateCommand();
        _commands.Add(command);
        var parts = sql.Split('?');
        command.Transaction = _transaction;
        command.CommandText = parts[0] + string.Concat(parts[1..].Select((part, i) => $"${i}{part}"));
        for (var i = 0; i < parts.Length - 1; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        return command;
    }

    private static int Run(SqliteCommand command, params ReadOnlySpan<object?> values) => Bind(command, values).ExecuteNonQuery();

    private static long? Find(SqliteCommand command, params ReadOnlySpan<object?> values) => Bind(command, values).ExecuteScalar() as long?;

    private static SqliteCommand Bind(SqliteCommand command, ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
