namespace Windrow.Native.Sqlite;

public sealed unsafe partial class SqliteDatabase
{
    /// <summary>
    /// Copies the database, as it is now, into a file, whose former content is replaced. All steps read one snapshot: in
    /// WAL mode others go on writing meanwhile. On a failure the file is to be thrown away, so copy to a new name first.
    /// Not within a transaction of this connection that writes.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <param name="pagesPerStep">Cancellation is looked at after each step; 1,024 pages are 4 MiB.</param>
    /// <param name="cancellation">Ends the copy early, with an exception.</param>
    /// <exception cref="SqliteException">Either file failed; <see cref="SqliteException.Path"/> is that of the copy.</exception>
    public void BackUpTo(string path, int pagesPerStep = 1024, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pagesPerStep);
        using var target = Open(path, new SqliteOpenOptions { Vfs = _vfs });
        // Without a transaction around all steps, each write of another connection makes SQLite start over.
        var ownsTransaction = !IsInTransaction;
        if (ownsTransaction)
            Execute("BEGIN"u8);
        try
        {
            Execute("SELECT 1 FROM sqlite_schema LIMIT 1"u8);
            Copy(target, pagesPerStep, cancellation);
        }
        finally
        {
            if (ownsTransaction && IsInTransaction)
                Execute("ROLLBACK"u8);
        }
    }

    private void Copy(SqliteDatabase target, int pagesPerStep, CancellationToken cancellation)
    {
        var backup = SqliteApi.sqlite3_backup_init(target, "main\0"u8, this, "main\0"u8);
        if (backup == 0)
            throw target.Error(SqliteApi.sqlite3_extended_errcode(target), "begin a backup");
        int code;
        try
        {
            do
            {
                cancellation.ThrowIfCancellationRequested();
                code = SqliteApi.sqlite3_backup_step(backup, pagesPerStep);
            }
            while (code == 0);
        }
        finally
        {
            _ = SqliteApi.sqlite3_backup_finish(backup); // sets the target's error, which is the one that stopped us
        }

        if ((SqliteCode)code != SqliteCode.Done)
            throw target.Error(code, $"back up '{Path}'");
    }
}
