using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NetApi.Containers;

/// <summary>A port or a range of ports as a request writes it: <c>8000</c>, <c>"8000"</c> or <c>"8000-8003"</c>.</summary>
/// <remarks>Kept as text until validation, so that a wrong one is listed beside all other faults.</remarks>
/// <param name="Text">What was written.</param>
[JsonConverter(typeof(PortTextConverter))]
public readonly record struct PortText(string Text)
{
    /// <summary>Highest port.</summary>
    public const int MaxPort = 65535;

    /// <summary>Reads the range; false where it is none, its end comes before its start, or a port is not within <paramref name="lowest"/> to 65535.</summary>
    public bool TryRead(int lowest, out PortRange range)
    {
        range = default;
        var dash = Text.IndexOf('-', StringComparison.Ordinal);
        var first = dash < 0 ? Text : Text[..dash];
        var last = dash < 0 ? Text : Text[(dash + 1)..];
        if (!TryPort(first, lowest, out var from) || !TryPort(last, lowest, out var to) || to < from)
            return false;
        range = new PortRange(from, to - from + 1);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool TryPort(string text, int lowest, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port >= lowest && port <= MaxPort;
}

/// <summary>Ports that follow each other.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many, 1 or more.</param>
public readonly record struct PortRange(int First, int Count);

/// <summary>Reads a number or a string; writes a number where the text is one.</summary>
public sealed class PortTextConverter : JsonConverter<PortText>
{
    /// <inheritdoc/>
    public override PortText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => new PortText(reader.GetString()!),
        JsonTokenType.Number => new PortText(System.Text.Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan)),
        _ => throw new JsonException("A port is a number, or a string such as \"8000-8003\"."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PortText value, JsonSerializerOptions options)
    {
        if (value.TryRead(0, out var range) && range.Count == 1 && !value.Text.Contains('-', StringComparison.Ordinal))
            writer.WriteNumberValue(range.First);
        else
            writer.WriteStringValue(value.Text);
    }
}
