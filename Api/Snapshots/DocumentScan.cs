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

    /// <summary>Bytes of a text, and of a member's name, as they are written.</summary>
    public const int MaxTextBytes = 64 * 1024;

    // Whoever sent more has a document that is wrong altogether.
    private const int MaxFaults = 20;

    private static readonly HashSet<string> Placed = ["links", "addresses", "routes", "rules", "neighbours", "fdb", "sockets", "sysctls"];

    /// <summary>Whether a list of the state has items for each namespace.</summary>
    public static bool IsPlaced(string list) => Placed.Contains(list);

    /// <summary>Adds every fault found, up to a number.</summary>
    /// <exception cref="JsonException">The bytes are no JSON, or nested too deeply.</exception>
    public static void Check(ReadOnlyMemory<byte> json, FaultList faults, CancellationToken cancel)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = WireJson.MaxDepth });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("A snapshot document is an object.");
        // Of a later version only that can be said: its members need not be known here.
        CheckVersion(root, faults);
        if (!faults.IsEmpty)
            return;
        try
        {
            new Walk(faults, cancel).Visit(root);
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

    private static bool IsTooLong(JsonElement text) => JsonMarshal.GetRawUtf8Value(text).Length > MaxTextBytes + 2;

    private sealed class Walk(FaultList faults, CancellationToken cancel)
    {
        // A document has millions of elements, and names of any length above them: the way to one becomes a pointer only where it has a fault.
        private readonly List<(JsonProperty? Member, int Index)> _way = [];
        private int _left = MaxFaults;

        private int MaxHere => _way is [({ } state, _), ({ } list, _)] && state.NameEquals("state") && Placed.Any(list.NameEquals) ? MaxPlacedItems : MaxItems;

        public void Visit(JsonElement element)
        {
            cancel.ThrowIfCancellationRequested();
            switch (element.ValueKind)
            {
                case JsonValueKind.Null:
                    Add("null-value", "null stands for nothing in a snapshot; leave it out.");
                    break;
                case JsonValueKind.String when IsTooLong(element):
                    Add("too-long", $"A text has at most {MaxTextBytes} bytes.");
                    break;
                case JsonValueKind.Array when element.GetArrayLength() > MaxHere:
                    Add("too-many", $"The list has {element.GetArrayLength()} items; at most {MaxHere} are read.");
                    break;
                case JsonValueKind.Array:
                    var index = 0;
                    foreach (var item in element.EnumerateArray())
                        Enter(item, null, index++);
                    break;
                case JsonValueKind.Object when element.GetPropertyCount() > MaxItems:
                    Add("too-many", $"The object has {element.GetPropertyCount()} members; at most {MaxItems} are read.");
                    break;
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        if (JsonMarshal.GetRawUtf8PropertyName(member).Length > MaxTextBytes)
                            Add("too-long", $"The name of a member has at most {MaxTextBytes} bytes.");
                        else
                            Enter(member.Value, member, 0);
                    }
                    break;
            }
        }

        private void Enter(JsonElement element, JsonProperty? member, int index)
        {
            if (_left == 0 || !NeedsVisit(element))
                return;
            _way.Add((member, index));
            Visit(element);
            _way.RemoveAt(_way.Count - 1);
        }

        // Most elements are plain.
        private static bool NeedsVisit(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null => true,
            JsonValueKind.String => IsTooLong(element),
            _ => false,
        };

        private void Add(string code, string detail)
        {
            if (_left == 0)
                return;
            _left--;
            faults.Add(string.Concat(_way.Select(step => $"/{(step.Member is { } member ? Escape(member.Name) : step.Index.ToString(CultureInfo.InvariantCulture))}")), code, detail);
        }

        private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }
}
