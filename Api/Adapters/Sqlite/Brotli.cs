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

    public static byte[] Decompress(byte[] packed)
    {
        using var plain = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress))
            brotli.CopyTo(plain);
        return plain.ToArray();
    }
}
