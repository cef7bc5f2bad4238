using Windrow.Core.IO;
using Windrow.Core.State;
using Windrow.Native.Sqlite;
using Windrow.Storage.Sqlite;

namespace Windrow.Storage;

/// <summary>State stores on SQLite, a directory for each.</summary>
public sealed class SqliteStates(IFileSystem files, TimeProvider time) : IStateProvider
{
    /// <summary>Nobody needs what is kept after the machine has lost its power, as in tests of flows: the disk is not waited for.</summary>
    public bool IsTemporary { get; init; }

    public bool Exists(StateLocation location) => files.Find(Path.Combine(location.Directory, SqliteStateStore.FileName)) is not null;

    public IStateReader Look(StateLocation location)
    {
        try
        {
            var database = SqliteDatabase.Open(Path.Combine(location.Directory, SqliteStateStore.FileName), new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });
            try
            {
                StateSchema.CheckReadable(database);
                return new SqliteStateReader(location.Directory, database);
            }
            catch
            {
                database.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is SqliteException or DllNotFoundException)
        {
            throw StateErrors.Translate(exception);
        }
    }

    public IStateStore Open(StateLocation location, long maximum = 0) => SqliteStateStore.Open(location.Directory, new SqliteStateOptions(files, time) { Maximum = maximum, IsTemporary = IsTemporary });
}
