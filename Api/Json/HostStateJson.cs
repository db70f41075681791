using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using NetApi.Domain.Topology;

namespace NetApi.Json;

/// <summary>The form a state is kept in: canonical, so that equal networks give equal bytes and one hash, whenever they were observed.</summary>
public static class HostStateJson
{
    /// <summary>Number of the form; goes up when old bodies can no longer be read by <see cref="Deserialize"/>.</summary>
    public const int Format = 2;

    private static readonly JsonSerializerOptions Options = MakeOptions();

    /// <summary>The canonical bytes. The instant of the observation, the revision and what <see cref="Volatile"/> names are not part of them.</summary>
    public static byte[] Serialize(HostState state) =>
        JsonSerializer.SerializeToUtf8Bytes(Volatile.Without(state) with { ObservedAt = default, Revision = 0, ContentHash = "" }, Options);

    /// <summary>The canonical bytes of one thing of a state.</summary>
    public static byte[] SerializeEntity(object entity) => JsonSerializer.SerializeToUtf8Bytes(entity, entity.GetType(), Options);

    /// <summary>Reads what <see cref="SerializeEntity"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are no such thing.</exception>
    public static T DeserializeEntity<T>(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize<T>(body, Options) ?? throw new JsonException($"The {typeof(T).Name} is null.");

    /// <summary>Reads what <see cref="Serialize"/> wrote, by this version or an earlier one.</summary>
    /// <param name="body">The canonical bytes.</param>
    /// <param name="format">The form they were written in.</param>
    /// <param name="observedAt">The instant to give back to the state.</param>
    /// <exception cref="NotSupportedException">A later version wrote the form.</exception>
    /// <exception cref="JsonException">The bytes are no state.</exception>
    public static HostState Deserialize(ReadOnlySpan<byte> body, int format, DateTimeOffset observedAt)
    {
        if (format is < 1 or > Format)
            throw new NotSupportedException($"The state was kept in form {format}; this version reads forms 1 to {Format}.");
        var state = JsonSerializer.Deserialize<HostState>(body, Options) ?? throw new JsonException("The state is null.");
        return (format == 1 ? FromForm1(state) : state) with { ObservedAt = observedAt };
    }

    /// <summary>SHA-256 of the canonical bytes, 64 hexadecimal digits.</summary>
    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    // It kept routes of the host's namespace alone, and did not say so.
    private static HostState FromForm1(HostState state) =>
        state.HostNamespace is { } host ? state with { Routes = [.. state.Routes.Select(r => r with { Namespace = host.Id })] } : state;

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
