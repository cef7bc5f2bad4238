namespace Windrow.Native.Sqlite;

/// <summary>What a checkpoint did.</summary>
/// <param name="Frames">Pages in the write-ahead log; -1 when the database has none.</param>
/// <param name="Copied">Those of them that are in the database file now.</param>
/// <param name="IsBlocked">A reader or writer stood in the way until the busy timeout; what could be copied is.</param>
public readonly record struct SqliteCheckpoint(int Frames, int Copied, bool IsBlocked);
