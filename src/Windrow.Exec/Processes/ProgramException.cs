namespace Windrow.Exec.Processes;

/// <summary>A program is not there, or does not start.</summary>
internal sealed class ProgramException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What it wrote; null when that was nothing.</summary>
    public string? Detail { get; init; }
}
