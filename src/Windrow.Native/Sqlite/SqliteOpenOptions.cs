namespace Windrow.Native.Sqlite;

/// <summary>How a database is opened.</summary>
public sealed record SqliteOpenOptions
{
    public SqliteOpenMode Mode { get; init; } = SqliteOpenMode.Create;

    /// <summary>How long a call waits for the lock of another connection. Zero: not at all. Default 5 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The name of a registered SQLite VFS; null: that of the system. Tests put one that fails in between.</summary>
    public string? Vfs { get; init; }
}
