namespace Windrow.Storage.Upkeep;

/// <summary>What a verification found in a flow's state.</summary>
/// <param name="Directory">Where the state is.</param>
/// <param name="Schema">Version of its tables.</param>
/// <param name="IsInUse">A flow has it at this moment.</param>
/// <param name="Counts">Rows of each table.</param>
/// <param name="Payloads">Payload files that rows name, and that hold what they should.</param>
/// <param name="PayloadBytes">Their size.</param>
/// <param name="Orphans">Payload files that no row names; the next start removes them. Not counted while the flow runs, when they may be about to be named.</param>
/// <param name="PutAside">Damaged payload files that a run has put aside.</param>
/// <param name="Problems">Whatever is damaged or missing, for people; at most <see cref="MostProblems"/>.</param>
/// <param name="ProblemCount">How many there are.</param>
public sealed record StateReport(
    string Directory, long Schema, bool IsInUse, IReadOnlyList<KeyValuePair<string, long>> Counts, long Payloads, long PayloadBytes,
    long Orphans, long PutAside, IReadOnlyList<string> Problems, long ProblemCount)
{
    /// <summary>How many problems are told one by one.</summary>
    public const int MostProblems = 100;

    public bool IsSound => ProblemCount == 0;
}
