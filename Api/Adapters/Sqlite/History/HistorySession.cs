using System.Collections.Immutable;
using System.Text.Json;
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

    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly long _host;
    private readonly KeptContents _contents;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _findIn;
    private readonly SqliteCommand _links;
    private readonly SqliteCommand _revision;
    private readonly Dictionary<long, (DateTimeOffset? At, DateTimeOffset? NotBefore, string? Causes)> _revisions = [];
    private readonly Lazy<HashSet<string>> _gaps;

    internal HistorySession(SqliteConnection connection, long host, KeptContents contents)
    {
        (_connection, _host) = (connection, host);
        _transaction = connection.BeginTransaction(deferred: true);
        _contents = contents;
        _find = Command(
            $"""
            SELECT {KeptContents.Columns}, versions.first, versions.last
            FROM terms JOIN content_terms ON content_terms.term = terms.id JOIN versions ON versions.content = content_terms.content {KeptContents.Tables}
            WHERE terms.term = $text AND versions.host = $host ORDER BY versions.id DESC LIMIT {MaxVersions}
            """,
            ("$text", SqliteType.Text));
        _findIn = Command(
            $"""
            SELECT {KeptContents.Columns}, versions.first, versions.last
            FROM terms JOIN content_terms ON content_terms.term = terms.id JOIN versions ON versions.content = content_terms.content {KeptContents.Tables}
            WHERE terms.term = $text AND versions.host = $host AND (versions.netns IS NULL OR versions.netns IN (SELECT netns.id FROM json_each($netns) JOIN netns ON netns.netns = json_each.value))
            ORDER BY versions.id DESC LIMIT {MaxVersions}
            """,
            ("$text", SqliteType.Text));
        _findIn.Parameters.Add("$netns", SqliteType.Text);
        // Few links ever had one ifindex in the host's namespace, and few links were ever in another namespace: whichever is less is walked.
        _links = Command(
            $"""
            SELECT {KeptContents.Columns}, versions.first, versions.last
            FROM netns JOIN versions ON versions.netns = netns.id JOIN contents ON contents.id = versions.content
            WHERE netns.netns = $text AND versions.host = $host AND contents.list = 2 ORDER BY versions.id DESC LIMIT 200
            """,
            ("$text", SqliteType.Text));
        _revision = Command("SELECT at, not_before, causes FROM revisions WHERE host = $host AND number = $number", ("$number", SqliteType.Integer));
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

    /// <summary>Ids of the containers that had a name; where none had it, the ids that the text is or begins, at most <paramref name="limit"/>.</summary>
    /// <exception cref="StoreUnavailableException">What is kept is damaged or of a later version.</exception>
    internal (ImmutableArray<string> Ids, bool AreNamed) FindContainerIds(string text, int limit)
    {
        ImmutableArray<string> named = [.. Find(ContentTerms.Name(text)).Select(t => ((Container)t.Item).Id).Distinct(StringComparer.Ordinal)];
        return named.IsEmpty ? ([.. Terms(ContentTerms.ContainerId(text)).Take(limit).Select(term => term[ContentTerms.ContainerId("").Length..])], false) : (named, true);
    }

    /// <summary>Links of a namespace, the oldest first; the newest two hundred versions of them.</summary>
    /// <exception cref="StoreUnavailableException">What is kept is damaged or of a later version.</exception>
    internal ImmutableArray<PastThing> LinksOf(NetnsId netns) => Read(_links, netns.Value);

    /// <summary>Gaps of that scope, the oldest first.</summary>
    /// <exception cref="StoreUnavailableException">What is kept is damaged or of a later version.</exception>
    internal ImmutableArray<PastThing> FindGaps(string scope) => ContentTerms.Gap(scope) is var term && _gaps.Value.Contains(term) ? Find(term) : [];

    /// <summary>When a revision came about, and since when not everything had been seen, UTC; nulls where that is not known, or everything was seen.</summary>
    internal (DateTimeOffset? At, DateTimeOffset? NotBefore) TimeOf(long revision) => (Look(revision).At, Look(revision).NotBefore);

    /// <summary>What led to a revision, as far as it is known.</summary>
    internal IReadOnlyList<Cause> CausesOf(long revision) => HistoryStore.CausesOf(Look(revision).Causes);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in new[] { _find, _findIn, _links, _revision })
            command.Dispose();
        _transaction.Dispose();
    }

    private ImmutableArray<PastThing> Read(SqliteCommand command, string text)
    {
        command.Parameters["$text"].Value = text;
        var found = ImmutableArray.CreateBuilder<PastThing>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            found.Add(new PastThing(_contents.Take(rows).Value.Item, rows.GetInt64(KeptContents.Next), rows.IsDBNull(KeptContents.Next + 1) ? null : rows.GetInt64(KeptContents.Next + 1)));
        }
        found.Reverse();
        return found.DrainToImmutable();
    }

    private (DateTimeOffset? At, DateTimeOffset? NotBefore, string? Causes) Look(long revision)
    {
        if (_revisions.TryGetValue(revision, out var known))
            return known;
        _revision.Parameters["$number"].Value = revision;
        using var row = _revision.ExecuteReader();
        return _revisions[revision] = row.Read()
            ? (StoredTime.Parse(row.GetString(0)), row.IsDBNull(1) ? null : StoredTime.Parse(row.GetString(1)), row.IsDBNull(2) ? null : row.GetString(2))
            : default;
    }

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

    private SqliteCommand Command(string sql, (string Name, SqliteType Type) parameter)
    {
        var command = _connection.CreateCommand();
        (command.Transaction, command.CommandText) = (_transaction, sql);
        command.Parameters.AddWithValue("$host", _host);
        command.Parameters.Add(parameter.Name, parameter.Type);
        return command;
    }
}
