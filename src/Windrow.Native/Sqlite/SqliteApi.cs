using System.Runtime.InteropServices;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.Sqlite;

/// <summary>
/// The functions of SQLite's C interface that Windrow calls, under their own names. Databases are opened without
/// SQLite's own mutexes, so that the short ones, which neither wait nor call back, can do without a transition of the
/// collector: reading a column then costs about what it costs in C.
/// </summary>
internal static unsafe partial class SqliteApi
{
    private const string Library = "sqlite3";

    static SqliteApi() => NativeLibraryLoader.Register();

    [LibraryImport(Library)]
    public static partial byte* sqlite3_libversion();

    [LibraryImport(Library)]
    public static partial byte* sqlite3_errstr(int code);

    [LibraryImport(Library)]
    public static partial int sqlite3_open_v2(ReadOnlySpan<byte> path, out nint database, int flags, ReadOnlySpan<byte> vfs);

    [LibraryImport(Library)]
    public static partial int sqlite3_close(nint database);

    [LibraryImport(Library)]
    public static partial nint sqlite3_next_stmt(nint database, nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_extended_result_codes(SqliteDatabase database, int on);

    [LibraryImport(Library)]
    public static partial int sqlite3_busy_timeout(SqliteDatabase database, int milliseconds);

    [LibraryImport(Library)]
    public static partial int sqlite3_extended_errcode(SqliteDatabase database);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_errmsg(SqliteDatabase database);

    [LibraryImport(Library)]
    public static partial int sqlite3_system_errno(SqliteDatabase database);

    [LibraryImport(Library)]
    public static partial long sqlite3_last_insert_rowid(SqliteDatabase database);

    [LibraryImport(Library)]
    public static partial long sqlite3_changes64(SqliteDatabase database);

    [LibraryImport(Library)]
    public static partial int sqlite3_get_autocommit(SqliteDatabase database);

    [LibraryImport(Library)]
    public static partial void sqlite3_interrupt(SqliteDatabase database);

    [LibraryImport(Library)]
    public static partial int sqlite3_wal_checkpoint_v2(
        SqliteDatabase database, byte* schema, int mode, out int framesInLog, out int framesCheckpointed);

    [LibraryImport(Library)]
    public static partial nint sqlite3_backup_init(
        SqliteDatabase target, ReadOnlySpan<byte> targetSchema, SqliteDatabase source, ReadOnlySpan<byte> sourceSchema);

    [LibraryImport(Library)]
    public static partial int sqlite3_backup_step(nint backup, int pages);

    [LibraryImport(Library)]
    public static partial int sqlite3_backup_finish(nint backup);

    [LibraryImport(Library)]
    public static partial int sqlite3_prepare_v3(
        SqliteDatabase database, byte* sql, int length, uint flags, out nint statement, out byte* tail);

    [LibraryImport(Library)]
    public static partial int sqlite3_finalize(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_step(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_reset(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_clear_bindings(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_blob(nint statement, int parameter, byte* bytes, int length, nint destructor);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_text(nint statement, int parameter, byte* utf8, int length, nint destructor);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_int64(nint statement, int parameter, long value);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_double(nint statement, int parameter, double value);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_null(nint statement, int parameter);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_data_count(nint statement);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_column_type(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial long sqlite3_column_int64(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial double sqlite3_column_double(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial byte* sqlite3_column_blob(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial byte* sqlite3_column_text(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_column_bytes(nint statement, int column);
}
