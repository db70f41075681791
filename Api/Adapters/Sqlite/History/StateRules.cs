using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using NetApi.Json;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>Whole states have the hash that they are kept under, and can be read.</summary>
internal static class StateRules
{
    public static void Check(SqliteConnection connection, FoundFaults faults, CancellationToken cancel)
    {
        foreach (var (hash, format, body) in connection.Query<(string, long, byte[])>("SELECT hash, format, body FROM states", buffered: false))
        {
            cancel.ThrowIfCancellationRequested();
            if (Fault(hash, format, body) is { } fault)
                faults.Add("state", $"State {hash} of snapshots: {fault}");
        }
    }

    private static string? Fault(string hash, long format, byte[] body)
    {
        try
        {
            var json = Brotli.Decompress(body);
            if (HostStateJson.HashOf(json) != hash)
                return "Its bytes have another hash.";
            HostStateJson.Deserialize(json, (int)format, default);
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or NotSupportedException)
        {
            return e.Message;
        }
    }
}
