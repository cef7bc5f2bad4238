using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.Leases;
using Windrow.FlowTesting.Running;

namespace Windrow.FlowTesting.Backfilling;

/// <summary>
/// Runs a backfill: the real flow with its real effects, and with a state of its own, so that the open windows and sets of the flow stay as they are.
/// What it made is entered in the flow's state when it is done. The flow's lease is held meanwhile. One that was killed, or broke off, is gone on with by the next.
/// </summary>
public sealed class Backfill(FlowDefinition flow, EngineServices services, BackfillPlan plan)
{
    private readonly string _directory = UnfinishedBackfill.DirectoryOf(flow.StateDirectory!);

    /// <summary>Told once when messages begin to come; what it returns is disposed before it ends.</summary>
    public Func<FlowHost, IDisposable?> Started { get; init; } = static _ => null;

    /// <param name="leave">No more inputs are begun; what was accepted is finished.</param>
    /// <param name="stop">That is not finished either.</param>
    /// <exception cref="Core.State.StateException">The flow runs, or its state cannot be used.</exception>
    public async Task<BackfillResult> Run(CancellationToken leave = default, CancellationToken stop = default)
    {
        using var store = services.States!.Open(flow.State!, flow.Settings.StateMaximum);
        using var lease = FlowLease.Take(store, services);
        if (plan.Unfinished is null && services.Files.Find(_directory) is not null)
            SandboxFiles.Remove(_directory);
        var merge = new LedgerMerge(plan, store, services);
        using (var own = services.States.Open(_directory))
            merge.Begin(own);
        var start = services.Time.GetUtcNow();

        // What has come in is finished, however much it is.
        flow.Settings.DrainWithin = Timeout.InfiniteTimeSpan;
        var host = new FlowHost(flow with { Sources = [.. flow.Sources.Select(Narrow)], StateDirectory = _directory }, services, once: true);
        host.Start();
        using var showing = Started(host);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leaving = leave.Register(left.SetResult);
        var ended = host.SourcesEnded();
        await Task.WhenAny(ended, host.Broken, left.Task).ConfigureAwait(false);
        var isWhole = ended.IsCompleted;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (host.Broken.IsCompleted)
            await either.CancelAsync().ConfigureAwait(false);
        var finished = await host.DrainAsync(either.Token).ConfigureAwait(false);
        var problem = host.AbortReason is { } reason ? $"the flow stopped, as 'on-error: abort' says: {reason}"
            : host.LostSource ? "a source was given up"
            : !finished || host.Broken.IsCompleted ? "it did not come to its end"
            : isWhole ? null : "it was stopped";
        IReadOnlyList<string> products = [];
        if (problem is null)
        {
            using (var own = services.States.Look(_directory))
                products = merge.TakeOver(own, flow.Hash, start);
            SandboxFiles.Remove(_directory);
        }

        return new BackfillResult(host.Counts(), products, [.. services.DeadLetters.List().Select(static letter => $"{letter.Plan}/{letter.Action}: {letter.Failure.Reason} ({letter.Origin})")], problem);
    }

    private Core.Sources.SourceDefinition Narrow(Core.Sources.SourceDefinition source)
    {
        List<Core.Sources.StoredInput> inputs = [.. plan.Inputs.Where(each => each.Input.Source == source.Name).Select(static each => each.Input)];
        return source with { Create = () => inputs.Count == 0 ? new NoSource() : new BackfillSource(source.Create(), inputs) };
    }
}
