using Windrow.Core.Messages;

namespace Windrow.Core.Products;

/// <summary>Something that a sink has made, as the ledger of a flow keeps it.</summary>
/// <param name="Path">Full path of the file or data set that it is in, or what another place calls it, such as <c>fdb5:class=od,…</c>.</param>
/// <param name="Id">Of the message that it was made of: its identity, together with path and configuration.</param>
/// <param name="Offset">Where in the file it begins, in bytes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Action">Path of the sink in its plan, such as <c>3:file</c>.</param>
/// <param name="Configuration">Hash of the plan's configuration; see <see cref="Plans.PlanDefinition.Hash"/>.</param>
/// <param name="Location">File and line of the plan.</param>
/// <param name="Version">Of the program, and of the assemblies of plug-ins that the plan uses.</param>
/// <param name="Attempts">Tries that it took.</param>
/// <param name="At">When it was made durable, UTC.</param>
/// <param name="Inputs">Where the messages came from that it was made of.</param>
public sealed record Product(
    string Path, MessageId Id, long Offset, long Length, string Plan, string Action, string Configuration, string Location, string Version, int Attempts, DateTimeOffset At, Lineage Inputs)
{
    /// <summary>Number of the run that made it; see <see cref="Runs.FlowRun"/>. 0: a version that did not count runs yet.</summary>
    public long Run { get; init; }

    /// <summary>
    /// Where in a data set it is, such as <c>t2m[time=2026-11-20T06:00:00Z]</c>: <see cref="Path"/> holds many, and each is replaced by itself. Empty: it is all
    /// that is under its path. Null: a piece of a file that lies from <see cref="Offset"/> on.
    /// </summary>
    public string? Part { get; init; }

    /// <summary>The tries that failed before, in the order of time; after a restart, those since.</summary>
    public IReadOnlyList<FailedTry> Tries { get; init; } = [];
}
