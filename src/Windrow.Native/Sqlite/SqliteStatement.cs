using System.Runtime.CompilerServices;

namespace Windrow.Native.Sqlite;

/// <summary>
/// A compiled statement: bind, step through its rows, reset, again. It is owned by its database, which ends it at the
/// latest when it is closed. Parameters count from 1 and columns from 0, as they do for SQLite. A failed step resets it.
/// </summary>
public sealed unsafe partial class SqliteStatement : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly string _sql;
    private nint _handle;
    private int _columns; // of the current row; 0 between rows

    internal SqliteStatement(SqliteDatabase database, nint handle, string sql)
    {
        _database = database;
        _handle = handle;
        _sql = sql;
    }

    private nint Handle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0 || _database.IsClosed, this);
            return _handle;
        }
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last row; the statement is to be reset then, and starts anew if stepped again.</returns>
    public bool Step()
    {
        _columns = 0;
        var code = SqliteApi.sqlite3_step(Handle);
        GC.KeepAlive(_database);
        if ((SqliteCode)code == SqliteCode.Row)
        {
            _columns = SqliteApi.sqlite3_data_count(_handle);
            return true;
        }

        return (SqliteCode)code == SqliteCode.Done ? false : throw Failure(code);
    }

    /// <summary>Runs to the end, dropping rows, and resets. The bindings stay.</summary>
    public void Run()
    {
        while (Step())
        {
        }

        Reset();
    }

    /// <summary>Ends the current run, and with it the read or write transaction of a statement outside of one.</summary>
    public void Reset()
    {
        _columns = 0;
        _ = SqliteApi.sqlite3_reset(Handle); // repeats the error of the last step, which has been thrown
        GC.KeepAlive(_database);
    }

    public void Dispose()
    {
        if (_handle != 0 && !_database.IsClosed)
            _ = SqliteApi.sqlite3_finalize(_handle);
        GC.KeepAlive(_database);
        _handle = 0;
        _columns = 0;
    }

    public override string ToString() => _sql;

    private SqliteException Failure(int code)
    {
        var failure = _database.Error(code, $"run '{SqliteDatabase.Shortened(_sql)}'");
        Reset();
        return failure;
    }
}
