namespace Windrow.Native.Sqlite;

/// <summary>What SQLite was doing with a file when that failed.</summary>
public enum SqliteIo
{
    /// <summary>The error is of another kind.</summary>
    None,
    Read,

    /// <summary>The file ended before the page did.</summary>
    ShortRead,
    Write,

    /// <summary>fsync failed: nobody knows what of the last writes is on the disk.</summary>
    Sync,
    DirectorySync,
    Truncate,
    Delete,
    Lock,
    SharedMemory,

    /// <summary>Looking at a file: its size, whether it is there.</summary>
    Inspect,
    Close,

    /// <summary>What was read does not have the checksum that it should have.</summary>
    Checksum,
    Other,
}
