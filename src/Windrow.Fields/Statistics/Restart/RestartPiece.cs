using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Domains;

namespace Windrow.Fields.Statistics.Restart;

/// <summary>One share of one series in a restart file: which points of the global field it has, and where its state lies.</summary>
/// <param name="Identity">Of the series, however it is shared out; see <c>SeriesKey.Identity</c>.</param>
/// <param name="Name">The same for people.</param>
/// <param name="Client">Whose share it was; empty: the whole field.</param>
/// <param name="GlobalPoints">Points of the global field; 0: it is not known where the points lie in it, and only the same client can read the piece.</param>
/// <param name="Points">Points of the share, its halo included.</param>
/// <param name="Runs">From the share to the global field.</param>
/// <param name="Offset">Of the state in the file, in bytes, with <paramref name="Length"/> and the checksum <paramref name="Check"/>.</param>
internal sealed record RestartPiece(
    MessageId Identity, string Name, string Client, int GlobalPoints, int Points, Precision Precision, PointRun[] Runs, long Offset, int Length, MessageId Check)
{
    /// <summary>The file that it is in.</summary>
    public string File { get; init; } = "";
}
