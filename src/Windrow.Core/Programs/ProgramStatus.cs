namespace Windrow.Core.Programs;

/// <summary>How the programs of an action stand. Counts are of this run.</summary>
/// <param name="Processes">Those that are there: workers, or programs that are under way.</param>
/// <param name="Started">How many were started.</param>
/// <param name="Messages">How many messages they have done with, well or not.</param>
/// <param name="Seconds">How long they worked on these.</param>
/// <param name="BytesIn">Payload that they were given.</param>
/// <param name="BytesOut">Payload that they made.</param>
/// <param name="Ends">How often a process ended otherwise than asked or was replaced, by cause: see <see cref="ProgramEnd"/>.</param>
public sealed record ProgramStatus(
    IReadOnlyList<ProgramProcess> Processes, long Started, long Messages, double Seconds, long BytesIn, long BytesOut, IReadOnlyList<(ProgramEnd Cause, long Count)> Ends)
{
    /// <summary>Those that work on a message.</summary>
    public int Busy => Processes.Count(static process => process.Since is not null);

    /// <summary>Bytes that all of them hold for themselves.</summary>
    public long Memory => Processes.Sum(static process => process.Memory);
}
