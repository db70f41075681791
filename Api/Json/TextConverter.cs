using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using NetApi.Domain.Topology;

namespace NetApi.Json;

/// <summary>Writes a value as one string, and reads it back. The serializer knows none of these types, or knows them wrongly.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="parse">Reads the text.</param>
/// <param name="format">Writes the text.</param>
public sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T>
    where T : notnull
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException($"A {typeof(T).Name} is a string.");
        try
        {
            return parse(reader.GetString()!);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));
}

/// <summary>The converters of the topology's own values, for the wire and for the database alike.</summary>
public static class TopologyConverters
{
    /// <summary>Adds all of them.</summary>
    public static void AddTopologyConverters(this JsonSerializerOptions options)
    {
        options.Converters.Add(new TextConverter<IPAddress>(IPAddress.Parse, a => a.ToString()));
        options.Converters.Add(new TextConverter<IPNetwork>(IPNetwork.Parse, n => n.ToString()));
        options.Converters.Add(new TextConverter<InterfaceAddress>(InterfaceAddress.Parse, a => a.ToString()));
        options.Converters.Add(new TextConverter<MacAddress>(MacAddress.Parse, m => m.ToString()));
        options.Converters.Add(new TextConverter<NetnsId>(t => new NetnsId(t), id => id.Value));
        options.Converters.Add(new ValueListConverter());
    }
}
