namespace Windrow.Testing.Faults;

/// <summary>How an operation fails.</summary>
public enum FaultManner
{
    /// <summary>The operation is not done and fails with EIO.</summary>
    IoError,

    /// <summary>A write is not done and fails with ENOSPC.</summary>
    DiskFull,

    /// <summary>The first half of a write is done, then it fails with EIO.</summary>
    ShortWrite,

    /// <summary>A delete or a truncation is reported as done, and is not.</summary>
    LostOperation,

    /// <summary>The process is gone (kill -9): this and everything after it fails. What was written stays.</summary>
    Kill,

    /// <summary>The first half of a write is done and the write is reported as done; everything after it fails.</summary>
    TornWrite,

    /// <summary>This and everything after it fails, and whatever was not made durable is undone.</summary>
    PowerCut,

    /// <summary>As <see cref="PowerCut"/>, but of the writes that were not made durable any may survive, by sectors of 512 bytes.</summary>
    PowerCutInAnyOrder,
}
