namespace Windrow.Native.Sqlite;

/// <summary>How hard a checkpoint of the write-ahead log tries; the numbers are SQLite's.</summary>
public enum SqliteCheckpointMode
{
    /// <summary>Copies what no reader still needs; waits for nobody.</summary>
    Passive = 0,

    /// <summary>Waits for writers and copies all.</summary>
    Full = 1,

    /// <summary>As <see cref="Full"/>, and waits for readers, so that the next writer begins the log anew.</summary>
    Restart = 2,

    /// <summary>As <see cref="Restart"/>, and cuts the log file to nothing.</summary>
    Truncate = 3,
}
