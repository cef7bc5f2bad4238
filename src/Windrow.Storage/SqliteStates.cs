using Windrow.Core.IO;
using Windrow.Core.State;
using Windrow.Storage.Sqlite;

namespace Windrow.Storage;

/// <summary>State stores on SQLite, a directory for each.</summary>
public sealed class SqliteStates(IFileSystem files, TimeProvider time) : IStateProvider
{
    public bool Exists(string directory) => files.Find(Path.Combine(directory, SqliteStateStore.FileName)) is not null;

    public IStateStore Open(string directory, long maximum = 0) => SqliteStateStore.Open(directory, new SqliteStateOptions(files, time) { Maximum = maximum });
}
