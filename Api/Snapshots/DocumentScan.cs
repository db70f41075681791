using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using NetApi.Hosting;
using NetApi.Hosting.Problems;

namespace NetApi.Snapshots;

/// <summary>Looks through a document before anything is made of it: its version, that nothing is null, that nothing is endless.</summary>
internal static class DocumentScan
{
    /// <summary>Items of a list of the state that has some for each namespace.</summary>
    public const int MaxPlacedItems = 200_000;

    /// <summary>Items of any other list, members of any object.</summary>
    public const int MaxItems = 10_000;

    /// <summary>Bytes of a text, as it is written.</summary>
    public const int MaxTextBytes = 64 * 1024;

    // Whoever sent more has a document that is wrong altogether.
    private const int MaxFaults = 20;

    private const string State = "/state/";

    private static readonly HashSet<string> Placed = ["links", "addresses", "routes", "rules", "neighbours", "fdb", "sockets", "sysctls"];

    /// <summary>Whether a list of the state has items for each namespace.</summary>
    public static bool IsPlaced(string list) => Placed.Contains(list);

    /// <summary>Adds every fault found, up to a number.</summary>
    /// <exception cref="JsonException">The bytes are no JSON, or nested too deeply.</exception>
    public static void Check(ReadOnlyMemory<byte> json, FaultList faults)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = WireJson.MaxDepth });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("A snapshot document is an object.");
        // Of a later version only that can be said: its members need not be known here.
        CheckVersion(root, faults);
        if (!faults.IsEmpty)
            return;
        var left = MaxFaults;
        try
        {
            Walk(root, "", faults, ref left);
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("The name of a member is no Unicode.", e);
        }
    }

    private static void CheckVersion(JsonElement root, FaultList faults)
    {
        if (!root.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || !format.ValueEquals(SnapshotDocument.FormatName))
            faults.Add("/format", "unknown-version", $"format is not {SnapshotDocument.FormatName}; give a document that GET /api/v1/snapshots/{{id}}/export answered.");
        else if (!root.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != SnapshotDocument.CurrentVersion)
            faults.Add("/version", "unknown-version", $"This NetApi reads version {SnapshotDocument.CurrentVersion} of snapshot documents, no other; export it again from a NetApi of the same version, or update this one.");
    }

    private static void Walk(JsonElement element, string pointer, FaultList faults, ref int left)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                Add("null-value", "null stands for nothing in a snapshot; leave it out.", ref left);
                break;
            case JsonValueKind.String when JsonMarshal.GetRawUtf8Value(element).Length > MaxTextBytes + 2:
                Add("too-long", $"A text has at most {MaxTextBytes} bytes.", ref left);
                break;
            case JsonValueKind.Array when element.GetArrayLength() > MaxOf(pointer):
                Add("too-many", $"The list has {element.GetArrayLength()} items; at most {MaxOf(pointer)} are read.", ref left);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    // The pointer of an item is made where it leads somewhere: most items are plain.
                    if (left > 0 && NeedsWalk(item))
                        Walk(item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"), faults, ref left);
                    index++;
                }
                break;
            case JsonValueKind.Object when element.GetPropertyCount() > MaxItems:
                Add("too-many", $"The object has {element.GetPropertyCount()} members; at most {MaxItems} are read.", ref left);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (left > 0 && NeedsWalk(member.Value))
                        Walk(member.Value, $"{pointer}/{Escape(member.Name)}", faults, ref left);
                }
                break;
        }

        void Add(string code, string detail, ref int left)
        {
            left--;
            faults.Add(pointer, code, detail);
        }
    }

    private static bool NeedsWalk(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null => true,
        JsonValueKind.String => JsonMarshal.GetRawUtf8Value(element).Length > MaxTextBytes + 2,
        _ => false,
    };

    private static int MaxOf(string pointer) => pointer.StartsWith(State, StringComparison.Ordinal) && IsPlaced(pointer[State.Length..]) ? MaxPlacedItems : MaxItems;

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
