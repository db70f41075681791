using System.IO.Compression;

namespace NetApi.Adapters.Sqlite;

/// <summary>Bodies of states are JSON with many repeated words: Brotli makes them about a tenth.</summary>
internal static class Brotli
{
    public static byte[] Compress(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
            brotli.Write(plain);
        return packed.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Compress"/> gave. It has no checksum: not every change is seen.</exception>
    public static byte[] Decompress(byte[] packed)
    {
        using var plain = new MemoryStream();
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        try
        {
            brotli.CopyTo(plain);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException("The bytes are no Brotli stream.", e);
        }
        return plain.ToArray();
    }
}
