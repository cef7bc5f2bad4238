using Windrow.Core;
using Windrow.Core.IO;

namespace Windrow.Storage.Sqlite;

/// <summary>What a store takes from the outside world.</summary>
internal sealed record SqliteStateOptions(IFileSystem Files, TimeProvider Time)
{
    /// <summary>The SQLite VFS; null: that of the system. Tests put one that fails in between.</summary>
    public string? Vfs { get; init; }

    /// <summary>Nobody needs it after the machine has lost its power: the disk is not waited for.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>The process, as leases name it.</summary>
    public ProcessIdentity Process { get; init; } = ProcessIdentity.This;

    /// <summary>Bytes that database and payloads may use together; 0: what the disk has.</summary>
    public long Maximum { get; init; }
}
