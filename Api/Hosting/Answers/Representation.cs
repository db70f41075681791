namespace NetApi.Hosting.Answers;

/// <summary>What selects one body of a state.</summary>
/// <param name="Path">Path of the request.</param>
/// <param name="Query">Query of the request, as it stands.</param>
/// <param name="ContentType">Media type of the body.</param>
internal readonly record struct RepresentationKey(string Path, string Query, string ContentType);

/// <summary>One body of a state, made when it is first needed, once, however many ask for it at the same time.</summary>
/// <param name="entityTag">Its tag; null where it is to be made from the bytes.</param>
/// <param name="make">Makes the bytes.</param>
internal sealed class Representation(string? entityTag, Func<byte[]> make)
{
    private readonly Lazy<byte[]> _body = new(make);
    private string? _entityTag = entityTag;

    /// <summary>The tag; makes the body where it is needed for that.</summary>
    public string EntityTag => _entityTag ??= EntityTags.OfBytes(_body.Value);

    /// <summary>The bytes.</summary>
    public byte[] Body => _body.Value;

    /// <summary>Bytes held; 0 before they were made.</summary>
    public int Size => _body.IsValueCreated ? _body.Value.Length : 0;

    /// <summary>When it was last asked for (<see cref="Environment.TickCount64"/>).</summary>
    public long LastUse { get; set; } = Environment.TickCount64;
}
