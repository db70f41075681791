using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace NetApi.Adapters.Sqlite;

/// <summary>One step of the schema. Its text never changes once it was released: a database remembers its digest.</summary>
/// <param name="Number">1, 2, 3 … without holes.</param>
/// <param name="Name">File name, such as <c>0001_initial.sql</c>.</param>
/// <param name="Sql">Statements, without a transaction of their own.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    private const string Folder = "migrations/";

    /// <summary>SHA-256 of the text, 64 hexadecimal digits.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>The files of <c>migrations/</c>, by number, as they were embedded at build time.</summary>
    /// <exception cref="InvalidOperationException">Their numbers have a hole or a double.</exception>
    public static ImmutableArray<Migration> Embedded { get; } = ReadEmbedded(typeof(Migration).Assembly);

    private static ImmutableArray<Migration> ReadEmbedded(Assembly assembly)
    {
        ImmutableArray<Migration> migrations =
        [
            .. assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n => Read(assembly, n)),
        ];
        return migrations.Select(m => m.Number).SequenceEqual(Enumerable.Range(1, migrations.Length))
            ? migrations
            : throw new InvalidOperationException($"Migrations are numbered 1, 2, 3 …, not {string.Join(", ", migrations.Select(m => m.Name))}.");
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var name = resource[Folder.Length..];
        return new Migration(int.Parse(name.AsSpan(0, name.IndexOf('_', StringComparison.Ordinal)), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
