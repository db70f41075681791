using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using NetApi.Domain.Topology;

namespace NetApi.Json;

/// <summary>The form a state is kept in: canonical, so that equal networks give equal bytes and one hash, whenever they were observed.</summary>
public static class HostStateJson
{
    /// <summary>Number of the form; goes up when old bodies can no longer be read by <see cref="Deserialize"/>.</summary>
    public const int Format = 1;

    private static readonly JsonSerializerOptions Options = MakeOptions();

    /// <summary>The canonical bytes. The instant of the observation is not part of them.</summary>
    public static byte[] Serialize(HostState state) => JsonSerializer.SerializeToUtf8Bytes(state with { ObservedAt = default }, Options);

    /// <summary>Reads what <see cref="Serialize"/> wrote, by this version or an earlier one.</summary>
    /// <param name="body">The canonical bytes.</param>
    /// <param name="format">The form they were written in.</param>
    /// <param name="observedAt">The instant to give back to the state.</param>
    /// <exception cref="NotSupportedException">A later version wrote the form.</exception>
    /// <exception cref="JsonException">The bytes are no state.</exception>
    public static HostState Deserialize(ReadOnlySpan<byte> body, int format, DateTimeOffset observedAt)
    {
        if (format != Format)
            throw new NotSupportedException($"The state was kept in form {format}; this version reads form {Format}.");
        var state = JsonSerializer.Deserialize<HostState>(body, Options) ?? throw new JsonException("The state is null.");
        return state with { ObservedAt = observedAt };
    }

    /// <summary>SHA-256 of the canonical bytes, 64 hexadecimal digits.</summary>
    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // What a state computes from its other members.
            IgnoreReadOnlyProperties = true,
        };
        options.AddTopologyConverters();
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
