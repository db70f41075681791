using NetApi.Adapters.Sqlite;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

public sealed class MigratorTests : IDisposable
{
    private static readonly Migration First = new(1, "0001_first.sql", "CREATE TABLE first (id INTEGER NOT NULL PRIMARY KEY) STRICT;");
    private static readonly Migration Second = new(2, "0002_second.sql", "CREATE TABLE second (id INTEGER NOT NULL PRIMARY KEY) STRICT; INSERT INTO first VALUES (7);");
    private static readonly Migration Broken = new(2, "0002_broken.sql", "INSERT INTO first VALUES (8); CREATE TABLE broken (id NO SUCH TYPE) STRICT;");

    private readonly TempData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Open_NoDirectory_MakesItForTheOwnerAloneWithTheWholeSchema()
    {
        _data.Open();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_data.Directory));
        Assert.All(Directory.GetFiles(_data.Directory), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
        Assert.Equal(
            "api_keys change_terms changes content_terms contents hosts interruptions netns revisions runs schema_migrations snapshots states terms versions",
            _data.Shell("SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'ended%' ORDER BY name)"));
        // The R-tree is a table of SQLite's own making.
        Assert.Equal("0", _data.Shell("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'ended%' AND NOT strict"));
    }

    [Fact]
    public void Open_NewFileOrOneOfBefore_CanGiveSpaceBack()
    {
        _data.Open().Dispose();
        Assert.Equal("2", _data.Shell("PRAGMA auto_vacuum"));
        Assert.Equal("0", _data.Shell("PRAGMA auto_vacuum=NONE; VACUUM; PRAGMA auto_vacuum"));
        _data.Open().Dispose();
        Assert.Equal("2\nwal\nok", _data.Shell("PRAGMA auto_vacuum; PRAGMA journal_mode; PRAGMA integrity_check"));
    }

    [Fact]
    public void Open_Twice_AppliesEachMigrationOnce()
    {
        _data.Open().Dispose();
        var applied = _data.Shell("SELECT number, name, sha256, applied_at FROM schema_migrations");
        _data.Open();
        Assert.Equal(applied, _data.Shell("SELECT number, name, sha256, applied_at FROM schema_migrations"));
        Assert.StartsWith("1|0001_initial.sql|", applied, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OlderDatabase_GetsWhatIsMissing()
    {
        _data.Open(First).Dispose();
        _data.Open(First, Second);
        Assert.Equal("7", _data.Shell("SELECT id FROM first"));
        Assert.Equal("1\n2", _data.Shell("SELECT number FROM schema_migrations ORDER BY number"));
    }

    [Fact]
    public void Open_NewerDatabase_IsRefusedAndKeepsEveryByte()
    {
        _data.Open(First, Second).Dispose();
        var before = _data.Bytes();
        var refusal = Assert.Throws<DatabaseTooNewException>(() => _data.Open(First));
        Assert.Equal((2, 1), (refusal.Version, refusal.KnownVersion));
        Assert.Contains("has schema version 2, this NetApi knows versions up to 1", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, _data.Bytes());
    }

    [Fact]
    public void Open_NewerDatabaseWithARollbackJournal_StaysOutOfWal()
    {
        _data.Open(First, Second).Dispose();
        Assert.Equal("delete", _data.Shell("PRAGMA journal_mode=DELETE"));
        var before = _data.Bytes();
        Assert.Throws<DatabaseTooNewException>(() => _data.Open(First));
        Assert.Equal(before, _data.Bytes());
    }

    [Fact]
    public void Open_NewerDatabaseAfterACrash_IsRefusedWithItsLogUntouched()
    {
        using var image = new TempData();
        _data.Open(First, Second);
        Directory.CreateDirectory(image.Directory);
        foreach (var file in Directory.GetFiles(_data.Directory))
            File.Copy(file, Path.Combine(image.Directory, Path.GetFileName(file)));
        var before = image.Bytes();
        Assert.NotEmpty(before[Database.FileName + "-wal"]);
        Assert.Throws<DatabaseTooNewException>(() => image.Open(First));
        var after = image.Bytes();
        Assert.Equal(before[Database.FileName], after[Database.FileName]);
        Assert.Equal(before[Database.FileName + "-wal"], after[Database.FileName + "-wal"]);
    }

    [Fact]
    public void Open_DirectoryWithSpecialCharacters_IsOpened()
    {
        var directory = Path.Combine(_data.Directory, "100 %41 #1?ü;a=b'");
        Database.Open(directory, TempData.Clock).Dispose();
        Database.Open(directory, TempData.Clock).Dispose();
        Assert.Equal([Path.Combine(directory, Database.FileName)], Directory.GetFiles(directory));
    }

    [Fact]
    public void Open_BrokenMigration_LeavesTheSchemaBeforeIt()
    {
        _data.Open(First).Dispose();
        var before = _data.Shell(".dump");
        var refusal = Assert.Throws<DatabaseRefusedException>(() => _data.Open(First, Broken));
        Assert.Contains("0002_broken.sql", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, _data.Shell(".dump"));
        Assert.Equal("ok", _data.Shell("PRAGMA integrity_check"));
    }

    [Fact]
    public void Open_AfterABrokenMigrationWasMended_GoesOn()
    {
        Assert.Throws<DatabaseRefusedException>(() => _data.Open(First, Broken));
        _data.Open(First, Second);
        Assert.Equal("7", _data.Shell("SELECT id FROM first"));
    }

    [Fact]
    public void Open_TamperedMigration_IsRefusedAndKeepsEveryByte()
    {
        _data.Open(First).Dispose();
        var before = _data.Bytes();
        var refusal = Assert.Throws<DatabaseRefusedException>(() => _data.Open(First with { Sql = First.Sql + " -- changed" }, Second));
        Assert.Contains("another text of 0001_first.sql", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, _data.Bytes());
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefusedAndKeepsEveryByte()
    {
        Directory.CreateDirectory(_data.Directory);
        _data.Shell("CREATE TABLE bookmarks (url TEXT)");
        var before = _data.Bytes();
        Assert.Contains("belongs to another program", Assert.Throws<DatabaseRefusedException>(() => _data.Open()).Message, StringComparison.Ordinal);
        Assert.Equal(before, _data.Bytes());
    }

    [Fact]
    public void Open_NoSqliteFile_IsRefusedAndKeepsEveryByte()
    {
        Directory.CreateDirectory(_data.Directory);
        File.WriteAllText(_data.File, new string('x', 5000));
        var before = _data.Bytes();
        var fault = Assert.Throws<StoreUnavailableException>(() => _data.Open());
        Assert.Equal(SQLitePCL.raw.SQLITE_NOTADB, fault.SqliteCode);
        Assert.Contains("is no SQLite database", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, _data.Bytes());
    }

    [Fact]
    public async Task Several_openers_at_once_migrate_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Database.Open(_data.Directory, TempData.Clock))));
        Assert.Equal($"{Migration.Embedded.Length}", _data.Shell("SELECT count(*) FROM schema_migrations"));
        Array.ForEach(opened, d => d.Dispose());
    }
}
