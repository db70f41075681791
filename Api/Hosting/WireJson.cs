using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NetApi.Json;

namespace NetApi.Hosting;

/// <summary>How bodies are read and written: camelCase, strict, shallow.</summary>
public static class WireJson
{
    /// <summary>Levels of nesting that are read.</summary>
    public const int MaxDepth = 32;

    /// <summary>Bytes of a body that are read.</summary>
    public const long MaxBodyBytes = 256 * 1024;

    /// <summary>What whoever sends more is told.</summary>
    internal static readonly string BodyTooLarge = $"A body has at most {MaxBodyBytes} bytes.";

    /// <summary>Applies the rules. Unknown and duplicate members are refused: a misspelt <c>hostip</c> must never open a port to the world.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = MaxDepth;
        options.NumberHandling = JsonNumberHandling.Strict;
        // Rule texts and names are full of < > & ' and +; no page ever embeds these bodies.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.RefuseNullElements();
        options.AddTopologyConverters();
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}
