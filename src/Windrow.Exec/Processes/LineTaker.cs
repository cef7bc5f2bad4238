namespace Windrow.Exec.Processes;

/// <summary>Takes a line.</summary>
/// <param name="line">Valid during the call.</param>
/// <param name="isCut">There was more of it.</param>
internal delegate void LineTaker(ReadOnlySpan<byte> line, bool isCut);
