using System.Collections.Immutable;
using Dapper;
using NetApi.Domain.Diff;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>An entry of the timeline.</summary>
/// <param name="Revision">The revision that it is the diff of.</param>
/// <param name="Ordinal">Its place in that, from 0 on.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Entity">To what kind of thing.</param>
/// <param name="Key">To which one.</param>
/// <param name="Summary">As a sentence.</param>
public sealed record KeptChange(KeptRevision Revision, int Ordinal, ChangeKind Kind, ChangeEntity Entity, string Key, string Summary);

/// <summary>Which changes are asked for. What is given must hold together; of several values of one filter one does.</summary>
/// <param name="After">Only of later revisions.</param>
/// <param name="UpTo">Only of this revision and earlier ones.</param>
/// <param name="Entities">Only of these entities; all where there are none.</param>
/// <param name="Keys">Only of things with these keys; all where there are none.</param>
/// <param name="Containers">Only of what concerns these containers, by name; all where there are none.</param>
/// <param name="Networks">Only of what concerns these networks, by name; all where there are none.</param>
public sealed record ChangeSearch(
    long After, long UpTo, ImmutableArray<ChangeEntity> Entities, ImmutableArray<string> Keys, ImmutableArray<string> Containers, ImmutableArray<string> Networks);

/// <summary>How much is kept.</summary>
/// <param name="Revisions">Revisions.</param>
/// <param name="Versions">Things with the revisions between which they were there.</param>
/// <param name="Contents">Different contents of those.</param>
/// <param name="Changes">Entries of the timeline.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="UnusedBytes">Of that, what is free to be used again.</param>
public sealed record HistorySize(long Revisions, long Versions, long Contents, long Changes, long Bytes, long UnusedBytes);

public sealed partial class HistoryStore
{
    /// <summary>Looks at the history several times, and sees the same of it.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or what it holds is damaged or of a later version.</exception>
    public Task<T> LookAsync<T>(Func<HistorySession, T> look, CancellationToken cancel) => database.ReadAsync(
        connection =>
        {
            using var session = new HistorySession(connection, host, _contents);
            return look(session);
        },
        cancel);

    /// <summary>Changes, those of the newest revision first, in the order of its diff.</summary>
    /// <param name="search">Which ones.</param>
    /// <param name="before">Where the page before ended: revision and ordinal; null for the first page.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancel">Looked at once, before reading.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<ImmutableArray<KeptChange>> ListChangesAsync(ChangeSearch search, (long Revision, int Ordinal)? before, int limit, CancellationToken cancel)
    {
        List<string[]> filters =
        [
            [.. search.Keys.SelectMany(key => Enum.GetValues<ChangeEntity>().Select(e => ChangeTerms.Key(e, key)))],
            [.. search.Containers.Select(ChangeTerms.Container)],
            [.. search.Networks.Select(ChangeTerms.Network)],
            [.. search.Entities.Select(ChangeTerms.Entity)],
        ];
        filters.RemoveAll(f => f.Length == 0);
        var parameters = new DynamicParameters(new { host, after = search.After, upTo = search.UpTo, limit, revision = before?.Revision ?? long.MaxValue, ordinal = before?.Ordinal ?? 0 });
        for (var i = 0; i < filters.Count; i++)
            parameters.Add($"filter{i}", filters[i]);
        // The first filter leads, as what is asked for by a name is rare; the others are looked up for each of its changes.
        var source = filters.Count == 0 ? "changes AS found" : "change_terms AS found";
        var lead = filters.Count == 0 ? "" : "AND found.term IN (SELECT id FROM terms WHERE term IN @filter0)";
        var others = string.Concat(Enumerable.Range(1, Math.Max(0, filters.Count - 1)).Select(i =>
            $" AND EXISTS (SELECT 1 FROM change_terms AS other WHERE other.term IN (SELECT id FROM terms WHERE term IN @filter{i}) AND other.host = found.host AND other.revision = found.revision AND other.ordinal = found.ordinal)"));
        var sql =
            $"""
            SELECT DISTINCT found.revision AS Revision, found.ordinal AS Ordinal, changes.kind AS Kind, terms.term AS Subject, changes.summary AS Summary,
                revisions.at AS At, revisions.not_before AS NotBefore, revisions.hash AS Hash, revisions.causes AS Causes
            FROM {source}
            JOIN changes ON changes.host = found.host AND changes.revision = found.revision AND changes.ordinal = found.ordinal
            JOIN terms ON terms.id = changes.subject
            JOIN revisions ON revisions.host = found.host AND revisions.number = found.revision
            WHERE found.host = @host AND found.revision >= (SELECT history_floor FROM hosts WHERE hosts.number = @host) AND found.revision > @after AND found.revision <= @upTo AND found.revision <= @revision AND (found.revision < @revision OR found.ordinal > @ordinal) {lead}{others}
            ORDER BY found.revision DESC, found.ordinal LIMIT @limit
            """;
        return database.ReadAsync<ImmutableArray<KeptChange>>(connection => [.. connection.Query<ChangeRow>(sql, parameters).Select(r => r.ToChange())], cancel);
    }

    /// <summary>How much is kept, of all hosts.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<HistorySize> MeasureAsync(CancellationToken cancel) => database.ReadAsync(
        connection => connection.QuerySingle<HistorySize>(
            """
            SELECT (SELECT count(*) FROM revisions) AS Revisions, (SELECT count(*) FROM versions) AS Versions, (SELECT count(*) FROM contents) AS Contents, (SELECT count(*) FROM changes) AS Changes,
                (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS Bytes,
                (SELECT freelist_count FROM pragma_freelist_count) * (SELECT page_size FROM pragma_page_size) AS UnusedBytes
            """),
        cancel);

    private sealed record ChangeRow(long Revision, long Ordinal, long Kind, string Subject, string Summary, string At, string? NotBefore, string Hash, string? Causes)
    {
        public KeptChange ToChange()
        {
            var (entity, key) = ChangeTerms.Parse(Subject);
            return new KeptChange(new RevisionRow(Revision, At, NotBefore, Hash, Causes).ToRevision(), (int)Ordinal, (ChangeKind)Kind, entity, key, Summary);
        }
    }
}
