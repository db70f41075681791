using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>What rows of two tables must say of each other, beyond foreign keys.</summary>
internal static class RowRules
{
    private static readonly (string Code, string Detail, string Sql)[] Rules =
    [
        ("version-order", "Version {0} ends before it begins.", "SELECT id FROM versions WHERE last < first"),
        ("version-not-ended", "Version {0} has an end that the index of ended versions does not have: revisions before are shown without it.",
            "SELECT versions.id FROM versions LEFT JOIN ended ON ended.id = versions.id WHERE versions.last IS NOT NULL AND (ended.id IS NULL OR ended.first <> versions.first OR ended.last <> versions.last)"),
        ("version-not-ended", "The index of ended versions has version {0}, which still holds or is not there.",
            "SELECT ended.id FROM ended LEFT JOIN versions ON versions.id = ended.id WHERE versions.last IS NULL"),
        ("version-without-revision", "Version {0} begins or ends later than the last revision of its host.",
            "SELECT id FROM versions WHERE max(first, coalesce(last, first)) > (SELECT coalesce(max(number), 0) FROM revisions WHERE revisions.host = versions.host)"),
        ("snapshot-without-revision", "Snapshot {0} is of a revision that is not kept.",
            "SELECT snapshots.id FROM snapshots JOIN hosts ON hosts.id = snapshots.host_id LEFT JOIN revisions ON revisions.host = hosts.number AND revisions.number = snapshots.revision WHERE snapshots.revision IS NOT NULL AND revisions.number IS NULL"),
        ("term-without-change", "Revision {0} is found by a word of a change that it does not have.",
            "SELECT change_terms.revision FROM change_terms LEFT JOIN changes USING (host, revision, ordinal) WHERE changes.subject IS NULL"),
    ];

    public static void Check(SqliteConnection connection, FoundFaults faults)
    {
        foreach (var (code, detail, sql) in Rules)
        {
            foreach (var id in connection.Query<object>(sql, buffered: false).Select(row => ((IDictionary<string, object>)row).Values.Single()))
                faults.Add(code, string.Format(CultureInfo.InvariantCulture, detail, id));
        }
    }
}
