using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.Leases;
using Windrow.FlowTesting.Running;

namespace Windrow.FlowTesting.Backfilling;

/// <summary>
/// Runs a backfill: the real flow with its real effects, and with a state of its own, so that the open windows and sets of the flow stay as they are.
/// What it made is entered in the flow's state when it is done. The flow's lease is held meanwhile. When it is killed it can be run again.
/// </summary>
public sealed class Backfill(FlowDefinition flow, EngineServices services, BackfillPlan plan)
{
    // Beside the state of the flow, as it is of the same file system and has the same owner.
    private readonly string _directory = flow.StateDirectory + ".backfill";

    /// <exception cref="Core.State.StateException">The flow runs, or its state cannot be used.</exception>
    public async Task<BackfillResult> Run()
    {
        using var store = services.States!.Open(flow.State!, flow.Settings.StateMaximum);
        using var lease = FlowLease.Take(store, services);
        if (services.Files.Find(_directory) is not null)
            SandboxFiles.Remove(_directory);
        var merge = new LedgerMerge(plan, store, services);
        using (var own = services.States.Open(_directory))
            merge.Seed(own);
        var start = services.Time.GetUtcNow();

        // What has come in is finished, however much it is.
        flow.Settings.DrainWithin = Timeout.InfiniteTimeSpan;
        var host = new FlowHost(flow with { Sources = [.. flow.Sources.Select(Narrow)], StateDirectory = _directory }, services, once: true);
        host.Start();
        await Task.WhenAny(host.SourcesEnded(), host.Broken).ConfigureAwait(false);
        using var stop = new CancellationTokenSource();
        if (host.Broken.IsCompleted)
            await stop.CancelAsync().ConfigureAwait(false);
        var finished = await host.DrainAsync(stop.Token).ConfigureAwait(false);
        var problem = host.AbortReason is { } reason ? $"the flow stopped, as 'on-error: abort' says: {reason}"
            : host.LostSource ? "a source was given up"
            : finished && !host.Broken.IsCompleted ? null : "it did not come to its end";
        IReadOnlyList<string> products;
        using (var own = services.States.Look(_directory))
            products = merge.TakeOver(own, flow.Hash, start, problem is null);
        SandboxFiles.Remove(_directory);
        return new BackfillResult(host.Counts(), products, [.. services.DeadLetters.List().Select(static letter => $"{letter.Plan}/{letter.Action}: {letter.Failure.Reason} ({letter.Origin})")], problem);
    }

    private Core.Sources.SourceDefinition Narrow(Core.Sources.SourceDefinition source)
    {
        List<Core.Sources.StoredInput> inputs = [.. plan.Inputs.Where(each => each.Input.Source == source.Name).Select(static each => each.Input)];
        return source with { Create = () => inputs.Count == 0 ? new NoSource() : new BackfillSource(source.Create(), inputs) };
    }
}
