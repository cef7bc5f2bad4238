using System.Runtime.InteropServices;
using System.Text;

namespace Windrow.Native.Sqlite;

/// <summary>
/// A connection to one SQLite database. It and its statements belong to one thread at a time; only
/// <see cref="Interrupt"/> may be called from others. Closing it ends its statements too.
/// </summary>
public sealed unsafe partial class SqliteDatabase : SafeHandle
{
    private const int OpenReadOnly = 0x1;
    private const int OpenReadWrite = 0x2;
    private const int OpenCreate = 0x4;
    private const int OpenNoMutex = 0x8000;

    private readonly string? _vfs;

    private SqliteDatabase(nint handle, string path, string? vfs)
        : base(0, ownsHandle: true)
    {
        SetHandle(handle);
        Path = path;
        _vfs = vfs;
    }

    /// <summary>The version of the loaded library, such as <c>3.40.1</c>.</summary>
    public static string Version => TextAt(SqliteApi.sqlite3_libversion());

    public override bool IsInvalid => handle == 0;

    /// <summary>The file, as it was given to <see cref="Open"/>.</summary>
    public string Path { get; }

    /// <summary>The row id of the last row that this connection inserted.</summary>
    public long LastInsertRowId => SqliteApi.sqlite3_last_insert_rowid(this);

    /// <summary>Rows that the last finished INSERT, UPDATE or DELETE of this connection changed.</summary>
    public long Changes => SqliteApi.sqlite3_changes64(this);

    /// <summary>Between BEGIN and its end. SQLite may roll back by itself after errors, such as a full disk.</summary>
    public bool IsInTransaction => SqliteApi.sqlite3_get_autocommit(this) == 0;

    /// <summary>
    /// Opens a file. SQLite believes nothing that it reads until it is first asked for something, so that a damaged file or
    /// one that is no database is found out by the first statement.
    /// </summary>
    /// <exception cref="SqliteException">The file cannot be opened or created.</exception>
    public static SqliteDatabase Open(string path, SqliteOpenOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new SqliteOpenOptions();
        var flags = OpenNoMutex | options.Mode switch
        {
            SqliteOpenMode.Create => OpenReadWrite | OpenCreate,
            SqliteOpenMode.ReadWrite => OpenReadWrite,
            _ => OpenReadOnly,
        };
        var vfs = options.Vfs is { } name ? Terminated(name) : default;
        var code = SqliteApi.sqlite3_open_v2(Terminated(path), out var handle, flags, vfs);
        var database = new SqliteDatabase(handle, path, options.Vfs);
        try
        {
            if (code != 0)
                throw database.Error(code, "open the database");
            _ = SqliteApi.sqlite3_extended_result_codes(database, 1);
            _ = SqliteApi.sqlite3_busy_timeout(database, checked((int)options.BusyTimeout.TotalMilliseconds));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Compiles one statement, to be run many times. Name the columns that it selects: what <c>*</c> means can change.
    /// </summary>
    /// <exception cref="SqliteException">The SQL is wrong, or the schema cannot be read.</exception>
    /// <exception cref="ArgumentException">There is no statement, or more than one.</exception>
    public SqliteStatement Prepare(string sql)
    {
        ArgumentException.ThrowIfNullOrEmpty(sql);
        var utf8 = Encoding.UTF8.GetBytes(sql);
        fixed (byte* first = utf8)
        {
            var statement = Compile(first, utf8.Length, isPersistent: true, out var rest);
            if (statement != 0 && utf8.AsSpan(rest).TrimStart(" \t\r\n;"u8).IsEmpty)
                return new SqliteStatement(this, statement, sql);
            _ = SqliteApi.sqlite3_finalize(statement);
            throw new ArgumentException($"'{Shortened(sql)}' is not one statement; use Execute for several.", nameof(sql));
        }
    }

    /// <summary>Runs one or more statements and drops the rows they give. For pragmas and schemas; what runs often is prepared.</summary>
    public void Execute(string sql) => Execute(Encoding.UTF8.GetBytes(sql));

    /// <inheritdoc cref="Execute(string)"/>
    /// <param name="sql">UTF-8. It ends at a zero octet, if there is one.</param>
    public void Execute(ReadOnlySpan<byte> sql)
    {
        var end = sql.IndexOf((byte)0); // SQLite would read no further, so that the loop would not end
        sql = end < 0 ? sql : sql[..end];
        fixed (byte* first = sql)
        {
            for (var start = 0; start < sql.Length;)
            {
                var statement = Compile(first + start, sql.Length - start, isPersistent: false, out var length);
                if (statement != 0)
                    RunOnce(statement, sql.Slice(start, length));
                start += length;
            }
        }
    }

    /// <summary>Makes the statement that runs on this connection end soon with an error. From any thread.</summary>
    public void Interrupt() => SqliteApi.sqlite3_interrupt(this);

    /// <summary>Copies what is in the write-ahead log to the database file. Being blocked by others is a result, no error. Not within a transaction.</summary>
    public SqliteCheckpoint CheckpointWal(SqliteCheckpointMode mode)
    {
        var code = SqliteApi.sqlite3_wal_checkpoint_v2(this, null, (int)mode, out var frames, out var copied);
        return (SqliteCode)(code & 0xFF) is SqliteCode.Ok or SqliteCode.Busy
            ? new SqliteCheckpoint(frames, copied, IsBlocked: code != 0)
            : throw Error(code, "checkpoint the write-ahead log");
    }

    internal SqliteException Error(int code, string operation)
    {
        if (IsInvalid)
            return new SqliteException(code, operation, Path, TextAt(SqliteApi.sqlite3_errstr(code)), 0);
        // Without a code that is extended (of opening), and if it is still that error, the connection knows more.
        var extended = SqliteApi.sqlite3_extended_errcode(this);
        var isLast = (extended & 0xFF) == (code & 0xFF);
        var isOfSystem = (SqliteCode)(code & 0xFF) is SqliteCode.IoError or SqliteCode.CannotOpen; // else it is an old one
        return new SqliteException(
            isLast ? extended : code,
            operation,
            Path,
            TextAt(isLast ? SqliteApi.sqlite3_errmsg(this) : SqliteApi.sqlite3_errstr(code)),
            isLast && isOfSystem ? SqliteApi.sqlite3_system_errno(this) : 0);
    }

    internal static string Shortened(string sql)
    {
        const int kept = 120;
        var line = sql.ReplaceLineEndings(" ").Trim();
        return line.Length <= kept ? line : string.Concat(line.AsSpan(0, kept), "…");
    }

    /// <summary>
    /// Statements are ended here and not each by a finalizer of its own: that would run on the finalizer's thread while
    /// another one uses the connection, which has no mutex.
    /// </summary>
    protected override bool ReleaseHandle()
    {
        nint statement;
        while ((statement = SqliteApi.sqlite3_next_stmt(handle, 0)) != 0)
            _ = SqliteApi.sqlite3_finalize(statement);
        return SqliteApi.sqlite3_close(handle) == 0;
    }

    private nint Compile(byte* sql, int length, bool isPersistent, out int used)
    {
        var code = SqliteApi.sqlite3_prepare_v3(this, sql, length, isPersistent ? 1u : 0u, out var statement, out var tail);
        used = (int)(tail - sql);
        return code == 0
            ? statement
            : throw Error(code, $"compile '{Shortened(Encoding.UTF8.GetString(sql, length))}'");
    }

    private void RunOnce(nint statement, ReadOnlySpan<byte> sql)
    {
        try
        {
            int code;
            while ((SqliteCode)(code = SqliteApi.sqlite3_step(statement)) == SqliteCode.Row)
            {
            }

            if ((SqliteCode)code != SqliteCode.Done)
                throw Error(code, $"run '{Shortened(Encoding.UTF8.GetString(sql))}'");
        }
        finally
        {
            _ = SqliteApi.sqlite3_finalize(statement);
        }
    }

    private static byte[] Terminated(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new ArgumentException("A path or name cannot hold a zero character.", nameof(text))
        : Encoding.UTF8.GetBytes(text + "\0");

    private static string TextAt(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
