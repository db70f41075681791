using System.Text.Json;
using NetApi.Json;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>Bodies of things as they are kept: without the namespace that the thing is in.</summary>
internal static class KeptBody
{
    /// <summary>The canonical bytes of the thing in a namespace, byte for byte what was counted when it was kept.</summary>
    /// <exception cref="JsonException">The body is no JSON object that names its namespace.</exception>
    public static byte[] In(ReadOnlySpan<byte> body, string netns)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || !reader.ValueTextEquals("namespace"u8))
                continue;
            reader.Read();
            return [.. body[..(int)reader.TokenStartIndex], .. HostStateJson.SerializeEntity(netns), .. body[(int)reader.BytesConsumed..]];
        }
        throw new JsonException("It does not name the namespace that it is in.");
    }
}
