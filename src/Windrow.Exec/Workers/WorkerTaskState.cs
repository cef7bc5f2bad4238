namespace Windrow.Exec.Workers;

internal enum WorkerTaskState : byte
{
    /// <summary>No worker has it.</summary>
    Unsent,

    /// <summary>A worker has it.</summary>
    Sent,

    /// <summary>Its results are there.</summary>
    Done,

    /// <summary>It could not be worked on.</summary>
    Failed,
}
