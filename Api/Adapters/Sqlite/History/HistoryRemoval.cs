using Dapper;
using Microsoft.Data.Sqlite;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>Removes what is older than the history's floor and no snapshot keeps, a few rows in one transaction.</summary>
/// <remarks>
/// What the last revision shows has not ended, and the floor is a revision that is kept: neither is ever touched.
/// </remarks>
internal sealed class HistoryRemoval(SqliteConnection connection, SqliteTransaction transaction, long host, RowIds ids)
{
    // A change has about as many words.
    private const int TermsOfChange = 5;

    /// <summary>Removes about <paramref name="rows"/> rows.</summary>
    /// <returns>Where to go on; null where nothing is left.</returns>
    public RetentionStep? Carry(RetentionStep step, int rows)
    {
        var floor = connection.ExecuteScalar<long>("SELECT history_floor FROM hosts WHERE number = @host", new { host }, transaction);
        return step.Kind switch
        {
            RetentionKind.Snapshots => RemoveSnapshots(floor, rows) < rows ? step.Next : step,
            RetentionKind.Revisions => RemoveRevisions(floor, step.From, rows) is { } from ? step with { From = from } : step.Next,
            RetentionKind.Versions => RemoveVersions(floor, step.From, rows) is { } from ? step with { From = from } : step.Next,
            RetentionKind.Times => RemoveTimes(floor, rows) < rows ? step.Next : step,
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };
    }

    private int RemoveSnapshots(long floor, int rows) => Execute(
        """
        DELETE FROM snapshots WHERE id IN (SELECT snapshots.id FROM snapshots JOIN hosts ON hosts.id = snapshots.host_id
            WHERE hosts.number = @host AND NOT pinned AND revision < @floor LIMIT @rows)
        """,
        new { host, floor, rows });

    // Null where none is left, else the last of those that are done with. One of very many changes goes in several steps; it is not found any longer since the floor was raised.
    private long? RemoveRevisions(long floor, long from, int rows)
    {
        var found = connection.Query<long>("SELECT number FROM revisions WHERE host = @host AND number > @from AND number < @floor ORDER BY number LIMIT @rows", new { host, from, floor, rows }, transaction).AsList();
        var left = rows / TermsOfChange + 1;
        foreach (var revision in found)
        {
            if (!IsShown(revision))
            {
                if (left <= 0)
                    return from;
                var ordinals = connection.Query<long>("SELECT ordinal FROM changes WHERE host = @host AND revision = @revision ORDER BY ordinal LIMIT @left", new { host, revision, left }, transaction).AsList();
                if (ordinals.Count > 0)
                    RemoveChanges(revision, ordinals[^1]);
                if (ordinals.Count == left)
                    return from;
                Execute("DELETE FROM revisions WHERE host = @host AND number = @revision", new { host, revision });
                left -= ordinals.Count + 1;
            }
            from = revision;
        }
        return found.Count < rows ? null : from;
    }

    private bool IsShown(long revision) => connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM snapshots JOIN hosts ON hosts.id = snapshots.host_id WHERE hosts.number = @host AND snapshots.revision = @revision)", new { host, revision }, transaction);

    private void RemoveChanges(long revision, long last)
    {
        var terms = connection.Query<long>("DELETE FROM change_terms WHERE host = @host AND revision = @revision AND ordinal <= @last RETURNING term", new { host, revision, last }, transaction).AsList();
        Execute("DELETE FROM changes WHERE host = @host AND revision = @revision AND ordinal <= @last", new { host, revision, last });
        RemoveTerms(terms);
    }

    // A version goes that lies between two neighbours of the revisions that are kept. Null where none is left, else the first of two that some may lie between.
    // To look between two costs about as much as a row, and there are as many as somebody pinned snapshots.
    private long? RemoveVersions(long floor, long from, int rows)
    {
        var kept = connection.Query<long>("SELECT number FROM revisions WHERE host = @host AND number > @from AND number <= @floor ORDER BY number LIMIT @rows", new { host, from, floor, rows }, transaction).AsList();
        var left = rows;
        foreach (var next in kept)
        {
            var removed = RemoveVersionsBetween(from, next, left);
            if (removed == left)
                return from;
            from = next;
            left -= removed + 1;
            if (left <= 0)
                return from;
        }
        return kept.Count < rows ? null : from;
    }

    private int RemoveVersionsBetween(long from, long next, int rows)
    {
        var versions = connection.Query<VersionRow>(
            """
            SELECT versions.id AS Id, versions.content AS Content, versions.netns AS Netns FROM ended CROSS JOIN versions ON versions.id = ended.id
            WHERE ended.first > @from AND ended.last < @next AND versions.host = @host LIMIT @rows
            """,
            new { host, from, next, rows },
            transaction).AsList();
        foreach (var version in versions)
        {
            Execute("DELETE FROM ended WHERE id = @Id", version);
            Execute("DELETE FROM versions WHERE id = @Id", version);
        }
        var terms = new List<long>();
        foreach (var id in versions.Select(v => v.Content).Distinct().Where(id => !IsUsed(id, "SELECT 1 FROM versions WHERE content = @id")))
        {
            terms.AddRange(connection.Query<long>("DELETE FROM content_terms WHERE content = @id RETURNING term", new { id }, transaction));
            Execute("DELETE FROM contents WHERE id = @id", new { id });
            ids.LastContent = Math.Max(ids.LastContent, id);
        }
        foreach (var id in versions.Select(v => v.Netns).OfType<long>().Distinct().Where(id => !IsUsed(id, "SELECT 1 FROM versions WHERE netns = @id")))
        {
            Execute("DELETE FROM netns WHERE id = @id", new { id });
            ids.LastNetns = Math.Max(ids.LastNetns, id);
        }
        RemoveTerms(terms);
        return versions.Count;
    }

    private void RemoveTerms(IEnumerable<long> terms)
    {
        const string use = "SELECT 1 FROM change_terms WHERE term = @id UNION ALL SELECT 1 FROM content_terms WHERE term = @id UNION ALL SELECT 1 FROM changes WHERE subject = @id";
        foreach (var id in terms.Distinct().Where(id => !IsUsed(id, use)))
            Execute("DELETE FROM terms WHERE id = @id", new { id });
    }

    private bool IsUsed(long id, string use) => connection.ExecuteScalar<bool>($"SELECT EXISTS ({use})", new { id }, transaction);

    // No instant is asked for any longer that these tell something of; where the last run ended is asked at each start.
    private int RemoveTimes(long floor, int rows)
    {
        var begin = connection.ExecuteScalar<string?>("SELECT min(at) FROM revisions WHERE host = @host AND number >= @floor", new { host, floor }, transaction);
        return Execute(
            "DELETE FROM interruptions WHERE (host, since, scope, code) IN (SELECT host, since, scope, code FROM interruptions WHERE host = @host AND until <= @begin LIMIT @rows)", new { host, begin, rows })
            + Execute(
            "DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE host = @host AND coalesce(ended_at, seen_at) < @begin AND id < (SELECT max(id) FROM runs WHERE host = @host) LIMIT @rows)", new { host, begin, rows });
    }

    private int Execute(string sql, object parameters) => connection.Execute(sql, parameters, transaction);

    private sealed record VersionRow(long Id, long Content, long? Netns);
}
