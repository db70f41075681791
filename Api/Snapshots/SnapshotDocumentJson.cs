using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NetApi.Adapters.Sqlite;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Json;

namespace NetApi.Snapshots;

/// <summary>Writes and reads documents: the wire's strict rules, and the state in the form it is kept in, without null.</summary>
public static class SnapshotDocumentJson
{
    // The document tells these itself, or they are of the host that observed.
    private static readonly string[] Elsewhere = [nameof(HostState.HostId), nameof(HostState.ObservedAt), nameof(HostState.Revision), nameof(HostState.ContentHash)];

    /// <summary>The rules. The JSON Schema is made from them.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    /// <summary>The document of a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="hostName">Name of the host it shows; null where it is not known.</param>
    /// <param name="state">What it shows.</param>
    public static SnapshotDocument Of(Snapshot snapshot, string? hostName, HostState state) => Seal(new SnapshotDocument(
        SnapshotDocument.FormatName, SnapshotDocument.CurrentVersion, new DocumentHost(snapshot.HostId, hostName), snapshot.TakenAt, snapshot.Label, snapshot.Reason, "", "", state));

    /// <summary>The document with its state in order, and with the hashes of it.</summary>
    public static SnapshotDocument Seal(SnapshotDocument document)
    {
        var state = Json.Volatile.Without(InOrder(document.State)) with { HostId = document.Host.Id };
        return document with
        {
            State = state,
            ContentHash = ContentHash.Of(state).ToString(),
            StateSha256 = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(state, Options))),
        };
    }

    /// <summary>The bytes of a document.</summary>
    public static byte[] Write(SnapshotDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);

    /// <summary>Reads a document; whether it holds together is for <see cref="DocumentChecks"/> to say.</summary>
    /// <exception cref="JsonException">The bytes are no document.</exception>
    public static SnapshotDocument Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<SnapshotDocument>(json, Options) ?? throw new JsonException("The document is null.");
        }
        // Names of a map that are equal to the map, though their bytes differ; text that is no Unicode.
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new JsonException("A map has one name twice, or a text is no Unicode.", e);
        }
    }

    // Whoever rewrites a document may order its lists anew; those of a namespace keep the kernel's order.
    private static HostState InOrder(HostState state) => StateLists.All.Aggregate(state, (ordered, list) => list.With(ordered, list.ItemsOf(ordered).Order(list.Order)));

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        WireJson.Apply(options);
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(KeepWhatIsExchanged);
        options.MakeReadOnly();
        return options;
    }

    private static void KeepWhatIsExchanged(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var member = type.Properties[i];
            var isComputed = member.Set is null && member.AssociatedParameter is null;
            if (isComputed || (type.Type == typeof(HostState) && Elsewhere.Contains(member.Name, StringComparer.OrdinalIgnoreCase)))
                type.Properties.RemoveAt(i);
            else if (member.IsSetNullable)
                // Null is left out when writing, so it is no fault where it is missing.
                member.IsRequired = false;
        }
    }
}
