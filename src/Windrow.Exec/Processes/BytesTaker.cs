namespace Windrow.Exec.Processes;

/// <summary>Takes bytes that are valid during the call.</summary>
internal delegate void BytesTaker(ReadOnlySpan<byte> bytes);
