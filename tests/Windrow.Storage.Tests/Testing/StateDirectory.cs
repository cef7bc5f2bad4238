using Windrow.Core.IO;
using Windrow.Native.Sqlite;
using Windrow.Storage.Sqlite;

namespace Windrow.Storage.Tests.Testing;

/// <summary>A directory for one test's state, gone with the test; in memory if possible, as most tests need no disk.</summary>
internal sealed class StateDirectory : IDisposable
{
    private readonly string _root = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/windrow-state-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("windrow-state-").FullName;

    public string Path => System.IO.Path.Combine(_root, "state");

    public string Database => System.IO.Path.Combine(Path, SqliteStateStore.FileName);

    public string Payloads => System.IO.Path.Combine(Path, "payloads");

    public SqliteStateStore Open(TimeProvider? time = null) =>
        SqliteStateStore.Open(Path, new SqliteStateOptions(new PhysicalFileSystem(), time ?? TimeProvider.System));

    /// <summary>A second connection, to look and to do harm.</summary>
    public SqliteDatabase Connect() => SqliteDatabase.Open(Database, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadWrite });

    /// <summary>The files as they are at this instant, as after kill -9: nothing is closed, nothing finished.</summary>
    public StateDirectory Copy()
    {
        var copy = new StateDirectory();
        Directory.CreateDirectory(copy.Payloads);

        // A reader keeps the log from being begun anew between the copies of the two files.
        using var reader = Connect();
        reader.Execute("BEGIN; SELECT count(*) FROM queue"u8);
        File.Copy(Database + "-wal", copy.Database + "-wal");
        File.Copy(Database, copy.Database);
        if (Directory.Exists(Payloads))
        {
            foreach (var file in Directory.GetFiles(Payloads))
                File.Copy(file, System.IO.Path.Combine(copy.Payloads, System.IO.Path.GetFileName(file)));
        }

        return copy;
    }

    public string[] PayloadFiles() => Directory.Exists(Payloads) ? [.. Directory.GetFiles(Payloads).Select(static file => System.IO.Path.GetFileName(file)!).Order(StringComparer.Ordinal)] : [];

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
