using Windrow.Native.Sqlite;

namespace Windrow.Native.Tests.Sqlite;

public sealed class SqliteErrorTests : IDisposable
{
    private readonly TemporaryDatabase _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Second_row_under_a_unique_key_is_a_constraint()
    {
        using var database = _files.Create("v UNIQUE");
        database.Execute("INSERT INTO t VALUES (1)");
        using var insert = database.Prepare("INSERT INTO t VALUES (?)");
        insert.Bind(1, 1);
        var failure = Should.Throw<SqliteException>(insert.Run);
        failure.Class.ShouldBe(SqliteErrorClass.Constraint);
        failure.ExtendedCode.ShouldBe(2067);
        failure.Message.ShouldContain("UNIQUE constraint failed: t.v");
        insert.Bind(1, 2); // it was reset, and can be used on
        insert.Run();
    }

    [Fact]
    public void Writing_on_a_connection_for_reading_is_read_only()
    {
        _files.Create("v").Dispose();
        using var database = _files.Open(SqliteOpenMode.ReadOnly);
        var failure = Should.Throw<SqliteException>(() => database.Execute("INSERT INTO t VALUES (1)"));
        failure.Class.ShouldBe(SqliteErrorClass.ReadOnly);
        failure.Message.ShouldContain("writable");
    }

    [Theory]
    [InlineData("no/such/directory/state.db", SqliteOpenMode.Create)]
    [InlineData("missing.db", SqliteOpenMode.ReadWrite)]
    [InlineData("missing.db", SqliteOpenMode.ReadOnly)]
    public void File_that_cannot_be_opened_says_why(string file, SqliteOpenMode mode)
    {
        var path = _files.PathOf(file);
        var failure = Should.Throw<SqliteException>(() => SqliteDatabase.Open(path, new SqliteOpenOptions { Mode = mode }));
        failure.Class.ShouldBe(SqliteErrorClass.CannotOpen);
        failure.Path.ShouldBe(path);
        failure.Message.ShouldContain("No such file or directory");
        failure.Message.ShouldContain("Check that the directory exists");
    }

    [Fact]
    public void Unknown_vfs_is_an_error() =>
        Should.Throw<SqliteException>(() => SqliteDatabase.Open(_files.File, new SqliteOpenOptions { Vfs = "nowhere" }))
            .Message.ShouldContain("no such vfs: nowhere");

    [Fact]
    public void File_of_another_kind_is_no_database()
    {
        File.WriteAllText(_files.File, new string('x', 5000));
        using var database = _files.Open();
        var failure = Should.Throw<SqliteException>(() => database.Execute("CREATE TABLE t (v)"));
        failure.Code.ShouldBe(SqliteCode.NotADatabase);
        failure.Class.ShouldBe(SqliteErrorClass.Corrupt);
        failure.Message.ShouldContain("move the file away");
    }

    [Fact]
    public void Damaged_page_is_corrupt()
    {
        using (var database = _files.Create("v"))
            database.Execute("INSERT INTO t VALUES (1)");
        using (var file = new FileStream(_files.File, FileMode.Open))
        {
            file.Position = 4096;
            file.Write(new byte[4096]);
        }

        using var damaged = _files.Open();
        var failure = Should.Throw<SqliteException>(() => damaged.Number("SELECT v FROM t"));
        failure.Class.ShouldBe(SqliteErrorClass.Corrupt);
        failure.Message.ShouldContain("restore a backup");
    }

    [Fact]
    public void Database_at_its_largest_size_is_full_and_usable_afterwards()
    {
        using var database = _files.Create("v");
        database.Execute("PRAGMA max_page_count=10");
        var failure = Should.Throw<SqliteException>(() => database.Execute("INSERT INTO t VALUES (zeroblob(100000))"));
        failure.Class.ShouldBe(SqliteErrorClass.Full);
        failure.FailedIo.ShouldBe(SqliteIo.None);
        failure.Message.ShouldContain("Free space");
        database.Execute("INSERT INTO t VALUES (1)");
        database.Word("PRAGMA integrity_check").ShouldBe("ok");
    }

    [Fact]
    public void Second_writer_is_busy()
    {
        using var first = _files.Create("v");
        first.Execute("BEGIN IMMEDIATE");
        using var second = _files.Open();
        var failure = Should.Throw<SqliteException>(() => second.Execute("BEGIN IMMEDIATE"));
        failure.Class.ShouldBe(SqliteErrorClass.Busy);
        failure.Message.ShouldContain("Another connection");
    }

    [Theory]
    [InlineData(0x40A, SqliteIo.Sync, SqliteErrorClass.Io)]
    [InlineData(0x30A, SqliteIo.Write, SqliteErrorClass.Io)]
    [InlineData(0x20A, SqliteIo.ShortRead, SqliteErrorClass.Io)]
    [InlineData(0x10D, SqliteIo.None, SqliteErrorClass.Full)]
    [InlineData(0x110E, SqliteIo.None, SqliteErrorClass.CannotOpen)]
    [InlineData(0xC0A, SqliteIo.Other, SqliteErrorClass.Io)]
    [InlineData(0x106, SqliteIo.None, SqliteErrorClass.Busy)]
    public void Extended_code_tells_class_and_operation(int code, SqliteIo io, SqliteErrorClass errorClass)
    {
        SqliteErrors.IoOf(code).ShouldBe(io);
        SqliteErrors.ClassOf(code, systemError: 0).ShouldBe(errorClass);
    }

    [Theory]
    [InlineData(0x30A, 122)]
    [InlineData(0x40A, 28)]
    [InlineData(0xE, 28)]
    public void Used_up_space_or_quota_is_full_whatever_met_it(int code, int systemError) =>
        SqliteErrors.ClassOf(code, systemError).ShouldBe(SqliteErrorClass.Full);
}
