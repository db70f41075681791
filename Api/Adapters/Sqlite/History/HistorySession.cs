using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>A thing as it was over some revisions.</summary>
/// <param name="Item">The thing.</param>
/// <param name="First">The first revision that shows it.</param>
/// <param name="Last">The last one; null while it is there.</param>
public sealed record PastThing(object Item, long First, long? Last)
{
    /// <summary>Whether some revision shows both.</summary>
    public bool Meets(PastThing other) => First <= (other.Last ?? long.MaxValue) && other.First <= (Last ?? long.MaxValue);
}

/// <summary>Several looks at the history that see the same of it.</summary>
public sealed class HistorySession : IDisposable
{
    // Beyond, whoever asks is told of the newest.
    private const int MaxVersions = 50_000;
    private const int MaxLinks = 200;

    // Who had an address is found all over the file. As much memory at the most, for each connection that was looked through; the pool closes idle ones.
    private const int CacheKilobytes = 16_000;

    // What only snapshots show goes when retention comes to it: no answer hangs on how far that is.
    private const string IsKept = "versions.host = $host AND (versions.last IS NULL OR versions.last >= $floor)";

    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly long _host;
    private readonly long _floor;
    private readonly KeptContents _contents;
    private readonly SqliteCommand _has;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _findIn;
    private readonly SqliteCommand _links;
    private readonly SqliteCommand _revision;
    private readonly SqliteCommand _edges;
    private readonly Dictionary<long, (DateTimeOffset? At, DateTimeOffset? NotBefore, string? Causes)> _revisions = [];
    private readonly Lazy<HashSet<string>> _gaps;

    internal HistorySession(SqliteConnection connection, long host, KeptContents contents)
    {
        (_connection, _host) = (connection, host);
        _transaction = connection.BeginTransaction(deferred: true);
        _contents = contents;
        connection.Execute($"PRAGMA cache_size={-CacheKilobytes}", transaction: _transaction);
        _floor = connection.ExecuteScalar<long>("SELECT history_floor FROM hosts WHERE number = @host", new { host }, _transaction);
        const string found = "FROM terms JOIN content_terms ON content_terms.term = terms.id JOIN versions ON versions.content = content_terms.content WHERE terms.term = $text AND";
        _has = Command($"SELECT EXISTS (SELECT 1 {found} {IsKept})");
        _find = Command(Things($"{found} {IsKept}", MaxVersions));
        _findIn = Command(Things($"{found} {IsKept} AND (versions.netns IS NULL OR versions.netns IN (SELECT netns.id FROM json_each($netns) JOIN netns ON netns.netns = json_each.value))", MaxVersions));
        _findIn.Parameters.Add("$netns", SqliteType.Text);
        // Few links ever had one ifindex in the host's namespace, and few links were ever in another namespace: whichever is less is walked.
        _links = Command(Things($"FROM netns JOIN versions ON versions.netns = netns.id JOIN contents ON contents.id = versions.content WHERE netns.netns = $text AND {IsKept} AND contents.list = 2", MaxLinks));
        _revision = Command("SELECT at, not_before, causes FROM revisions WHERE host = $host AND number = $text");
        _edges = Command("SELECT at, not_before, causes, number FROM json_each($text) CROSS JOIN revisions ON revisions.host = $host AND revisions.number = json_each.value");
        // Most of what is asked for never had a gap: that is known at once.
        _gaps = new(() => Terms(ContentTerms.Gap("")).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Everything that was found by a word (<see cref="ContentTerms"/>), the oldest first.</summary>
    /// <exception cref="StoreUnavailableException">What is kept is damaged or of a later version.</exception>
    internal ImmutableArray<PastThing> Find(string term) => Read(_find, term);

    /// <summary>As <see cref="Find"/>, of what is in no namespace or in one of these.</summary>
    /// <exception cref="StoreUnavailableException">What is kept is damaged or of a later version.</exception>
    internal ImmutableArray<PastThing> FindIn(IEnumerable<NetnsId> namespaces, string term)
    {
        _findIn.Parameters["$netns"].Value = JsonSerializer.Serialize(namespaces.Select(n => n.Value));
        return Read(_findIn, term);
    }

    /// <summary>Whether anything is found by a word.</summary>
    internal bool Has(string term)
    {
        _has.Parameters["$text"].Value = term;
        return _has.ExecuteScalar() is not 0L;
    }

    /// <summary>Ids of containers that begin with a text, in order, at most <paramref name="limit"/>.</summary>
    internal ImmutableArray<string> FindContainerIds(string beginning, int limit) =>
        [.. Terms(ContentTerms.ContainerId(beginning)).Where(Has).Take(limit).Select(term => term[ContentTerms.ContainerId("").Length..])];

    /// <summary>Links of a namespace, the oldest first; the newest two hundred versions of them.</summary>
    /// <exception cref="StoreUnavailableException">What is kept is damaged or of a later version.</exception>
    internal ImmutableArray<PastThing> LinksOf(NetnsId netns) => Read(_links, netns.Value);

    /// <summary>Gaps of that scope, the oldest first.</summary>
    /// <exception cref="StoreUnavailableException">What is kept is damaged or of a later version.</exception>
    internal ImmutableArray<PastThing> FindGaps(string scope) => ContentTerms.Gap(scope) is var term && _gaps.Value.Contains(term) ? Find(term) : [];

    /// <summary>Looks up when things began and ended, all at once. It costs less than to ask for one revision after the other.</summary>
    internal void LookAhead(IEnumerable<PastThing> things)
    {
        var edges = things.SelectMany<PastThing, long>(t => t.Last is { } last ? [t.First, last + 1] : [t.First]).Where(number => !_revisions.ContainsKey(number)).ToHashSet();
        _edges.Parameters["$text"].Value = JsonSerializer.Serialize(edges);
        using (var rows = _edges.ExecuteReader())
        {
            while (rows.Read())
                _revisions[rows.GetInt64(3)] = Read(rows);
        }
        // The others are not kept any longer.
        foreach (var number in edges)
            _revisions.TryAdd(number, default);
    }

    /// <summary>When a revision came about, and since when not everything had been seen, UTC; nulls where that is not known, or everything was seen.</summary>
    internal (DateTimeOffset? At, DateTimeOffset? NotBefore) TimeOf(long revision) => (Look(revision).At, Look(revision).NotBefore);

    /// <summary>What led to a revision, as far as it is known.</summary>
    internal IReadOnlyList<Cause> CausesOf(long revision) => HistoryStore.CausesOf(Look(revision).Causes);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in new[] { _has, _find, _findIn, _links, _revision, _edges })
            command.Dispose();
        _transaction.Dispose();
    }

    // The newest of some versions. They are sorted before their bodies are read: a sort of those would need room on the disk.
    private static string Things(string found, int limit) =>
        $"SELECT {KeptContents.Columns}, versions.id, versions.first, versions.last FROM (SELECT versions.id AS id {found} ORDER BY versions.id DESC LIMIT {limit}) AS found CROSS JOIN versions ON versions.id = found.id {KeptContents.Tables}";

    private ImmutableArray<PastThing> Read(SqliteCommand command, string text)
    {
        command.Parameters["$text"].Value = text;
        var found = new List<(long Id, PastThing Thing)>();
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
                found.Add((rows.GetInt64(KeptContents.Next), new PastThing(_contents.Take(rows).Value.Item, rows.GetInt64(KeptContents.Next + 1), rows.IsDBNull(KeptContents.Next + 2) ? null : rows.GetInt64(KeptContents.Next + 2))));
        }
        found.Sort((a, b) => a.Id.CompareTo(b.Id));
        return [.. found.Select(f => f.Thing)];
    }

    private (DateTimeOffset? At, DateTimeOffset? NotBefore, string? Causes) Look(long revision)
    {
        if (_revisions.TryGetValue(revision, out var known))
            return known;
        _revision.Parameters["$text"].Value = revision;
        using var row = _revision.ExecuteReader();
        return _revisions[revision] = row.Read() ? Read(row) : default;
    }

    private static (DateTimeOffset? At, DateTimeOffset? NotBefore, string? Causes) Read(SqliteDataReader revision) => (
        StoredTime.Parse(revision.GetString(0)),
        revision.IsDBNull(1) ? null : StoredTime.Parse(revision.GetString(1)),
        revision.IsDBNull(2) ? null : revision.GetString(2));

    // Terms that begin with that, in order.
    private IEnumerable<string> Terms(string beginning)
    {
        using var command = _connection.CreateCommand();
        (command.Transaction, command.CommandText) = (_transaction, "SELECT term FROM terms WHERE term >= $from AND term < $to ORDER BY term");
        command.Parameters.AddWithValue("$from", beginning);
        command.Parameters.AddWithValue("$to", $"{beginning}\uffff");
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return rows.GetString(0);
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        (command.Transaction, command.CommandText) = (_transaction, sql);
        command.Parameters.AddWithValue("$host", _host);
        command.Parameters.AddWithValue("$floor", _floor);
        command.Parameters.Add(new SqliteParameter { ParameterName = "$text" });
        return command;
    }
}
