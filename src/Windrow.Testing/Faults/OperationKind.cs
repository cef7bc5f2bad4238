namespace Windrow.Testing.Faults;

/// <summary>What is asked of a disk. Closing and unlocking are not among them: they never fail.</summary>
public enum OperationKind
{
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    SyncDirectory,
    Move,
    Delete,
    CreateDirectory,

    /// <summary>Looking: whether a file is there, its size, what a directory holds.</summary>
    Inspect,
    Lock,

    /// <summary>Mapping or locking the shared index of a write-ahead log.</summary>
    SharedMemory,
}
