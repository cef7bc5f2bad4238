namespace Windrow.Testing.Faults;

/// <summary>One operation of a run, for messages.</summary>
/// <param name="Number">From 1, over all files of the run.</param>
/// <param name="Kind">What was asked.</param>
/// <param name="Path">Of which file or directory.</param>
/// <param name="Offset">Where in it, for reading, writing and truncating.</param>
/// <param name="Length">How much, for reading and writing.</param>
public readonly record struct FaultOperation(long Number, OperationKind Kind, string Path, long Offset, long Length)
{
    public override string ToString() => Kind is OperationKind.Read or OperationKind.Write or OperationKind.Truncate
        ? $"operation {Number}: {Kind} {System.IO.Path.GetFileName(Path)} ({Length} bytes at {Offset})"
        : $"operation {Number}: {Kind} {System.IO.Path.GetFileName(Path)}";
}
