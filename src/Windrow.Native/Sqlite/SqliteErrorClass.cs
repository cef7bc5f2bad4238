namespace Windrow.Native.Sqlite;

/// <summary>What went wrong, as far as a caller acts on it differently.</summary>
public enum SqliteErrorClass
{
    /// <summary>Wrong SQL, wrong use, out of memory, and the rest.</summary>
    Other,

    /// <summary>
    /// Another connection holds a lock that was waited for in vain: it may work later. A transaction that has read before
    /// another one wrote (extended code 517) has to be rolled back first; with BEGIN IMMEDIATE that does not happen.
    /// </summary>
    Busy,

    /// <summary>The disk, the user's quota or the database's own limit is used up: it works once there is space.</summary>
    Full,

    /// <summary>The disk or the file system failed; <see cref="SqliteException.FailedIo"/> tells in what.</summary>
    Io,

    /// <summary>The file is damaged, or is no database.</summary>
    Corrupt,

    /// <summary>The data contradict the schema, such as a second row under a unique key.</summary>
    Constraint,

    /// <summary>The file, its directory or the connection does not allow writing.</summary>
    ReadOnly,

    /// <summary>The file cannot be opened or created.</summary>
    CannotOpen,

    /// <summary><see cref="SqliteDatabase.Interrupt"/> was called.</summary>
    Interrupted,
}
