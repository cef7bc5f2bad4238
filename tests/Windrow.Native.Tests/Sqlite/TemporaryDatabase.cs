using Windrow.Native.Sqlite;

namespace Windrow.Native.Tests.Sqlite;

/// <summary>A directory for one test's database files, gone with the test; in memory if possible, as no test needs a disk.</summary>
public sealed class TemporaryDatabase : IDisposable
{
    private readonly string _directory = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/windrow-sqlite-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("windrow-sqlite-").FullName;

    public string File => PathOf("state.db");

    public string PathOf(string name) => Path.Combine(_directory, name);

    public SqliteDatabase Open(SqliteOpenMode mode = SqliteOpenMode.Create, int busyMilliseconds = 0) =>
        SqliteDatabase.Open(File, new SqliteOpenOptions { Mode = mode, BusyTimeout = TimeSpan.FromMilliseconds(busyMilliseconds) });

    /// <summary>A database in WAL mode with one table.</summary>
    public SqliteDatabase Create(string columns)
    {
        var database = Open();
        database.Execute($"PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; CREATE TABLE t ({columns})");
        return database;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
