namespace Windrow.Native.Sqlite;

/// <summary>What SQLite's codes mean to whoever has to do something about them.</summary>
internal static class SqliteErrors
{
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;

    /// <param name="extendedCode">SQLite's extended code.</param>
    /// <param name="systemError">The errno behind it, or 0. SQLite itself knows a full disk only when a write meets it.</param>
    public static SqliteErrorClass ClassOf(int extendedCode, int systemError) => (SqliteCode)(extendedCode & 0xFF) switch
    {
        SqliteCode.Busy or SqliteCode.Locked or SqliteCode.Protocol => SqliteErrorClass.Busy,
        SqliteCode.Full => SqliteErrorClass.Full,
        SqliteCode.IoError or SqliteCode.CannotOpen when systemError is NoSpaceLeft or QuotaExceeded => SqliteErrorClass.Full,
        SqliteCode.IoError => SqliteErrorClass.Io,
        SqliteCode.Corrupt or SqliteCode.NotADatabase => SqliteErrorClass.Corrupt,
        SqliteCode.Constraint or SqliteCode.Mismatch => SqliteErrorClass.Constraint,
        SqliteCode.ReadOnly => SqliteErrorClass.ReadOnly,
        SqliteCode.CannotOpen or SqliteCode.Permission => SqliteErrorClass.CannotOpen,
        SqliteCode.Interrupt => SqliteErrorClass.Interrupted,
        _ => SqliteErrorClass.Other,
    };

    public static SqliteIo IoOf(int extendedCode)
    {
        if ((SqliteCode)(extendedCode & 0xFF) != SqliteCode.IoError)
            return SqliteIo.None;
        return (extendedCode >> 8) switch
        {
            1 or 24 => SqliteIo.Read,
            2 => SqliteIo.ShortRead,
            3 => SqliteIo.Write,
            4 => SqliteIo.Sync,
            5 or 17 => SqliteIo.DirectorySync,
            6 => SqliteIo.Truncate,
            10 or 23 => SqliteIo.Delete,
            8 or 9 or 11 or 14 or 15 => SqliteIo.Lock,
            18 or 19 or 20 or 21 => SqliteIo.SharedMemory,
            7 or 13 or 22 => SqliteIo.Inspect,
            16 => SqliteIo.Close,
            32 or 33 => SqliteIo.Checksum,
            _ => SqliteIo.Other,
        };
    }

    public static string AdviceOn(SqliteErrorClass errorClass, SqliteCode code, SqliteIo io) => errorClass switch
    {
        SqliteErrorClass.Busy => "Another connection holds the database: end the other program that uses it, or wait longer.",
        SqliteErrorClass.Full => "Free space on its disk (or raise the quota or max_page_count), then try again.",
        SqliteErrorClass.Io when io == SqliteIo.Sync =>
            "What was written last may not be on the disk: close the database, check the disk (dmesg), open it again.",
        SqliteErrorClass.Io => "The disk or file system failed: check it (dmesg, df), then open the database again.",
        SqliteErrorClass.Corrupt when code == SqliteCode.NotADatabase =>
            "The file is no SQLite database: give another path, or move the file away.",
        SqliteErrorClass.Corrupt => "The file is damaged: move it and its -wal file away together and restore a backup.",
        SqliteErrorClass.ReadOnly => "Make the file and its directory writable for this user.",
        SqliteErrorClass.CannotOpen => "Check that the directory exists and that this user may read and write in it.",
        _ => "",
    };
}
