namespace Windrow.Core.Runs;

/// <summary>One run of a flow on its state.</summary>
/// <param name="Number">Counted from 1 on each state.</param>
/// <param name="Start">When the state was opened, UTC.</param>
/// <param name="End">UTC; null: it has not ended, or nobody saw it end.</param>
/// <param name="Ended">How; null: it has not ended, or was killed and nobody has found that yet.</param>
/// <param name="Configuration">Hash of the configuration that it began with; see <see cref="Flows.FlowDefinition.Hash"/>.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Process">Who ran it.</param>
public sealed record FlowRun(long Number, DateTimeOffset Start, DateTimeOffset? End, RunEnd? Ended, string Configuration, string Version, ProcessIdentity Process)
{
    /// <summary>Which of several processes that work on the flow together ran it; empty: the only one.</summary>
    public string Instance { get; init; } = "";
}
