using Windrow.Core.Plans;
using Windrow.Core.Runs;

namespace Windrow.Core.Flows;

/// <content>How a flow ends.</content>
public sealed partial class FlowHost
{
    // How long a forced stop waits for actions to give up what they are at: it is to end at once, and not in their midst.
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Stops the sources, finishes everything that was accepted, flushes and closes the plans. When the sources came to
    /// their end by themselves everything ends, however long that takes as long as it goes on; when they are stopped, what the state store has is left to the next run, and
    /// <c>drain-within</c> is the limit.
    /// </summary>
    /// <param name="stop">Ends it at once.</param>
    /// <param name="hurry">A stop was asked for: there is the limit from then on, also where the sources came to their end by themselves.</param>
    /// <returns>False: the time was up or <paramref name="stop"/> was asked for before all was finished.</returns>
    public async Task<bool> DrainAsync(CancellationToken stop = default, CancellationToken hurry = default)
    {
        State = FlowState.Draining;
        FlowLog.Lifecycle(_log, Definition.Name, "draining");
        var isEnd = _runners.TrueForAll(static runner => runner.Completion.IsCompleted) || !Store.IsAvailable;
        foreach (var runner in _runners)
            runner.Stop();

        // What an operator holds back is finished all the same.
        foreach (var plan in _table.Plans)
            plan.Pause(false);
        _checkpointer?.HurryToEnd(isEnd);
        _retention?.Dispose();
        var finished = await FinishInTime(isEnd, stop, hurry).ConfigureAwait(false);
        _checkpointer?.Dispose();
        if (finished)
        {
            foreach (var plan in _table.Plans.Concat(_retired))
                plan.Dispose();
            foreach (var runner in _runners)
                runner.Dispose();
        }
        else
        {
            await StopAtOnce().ConfigureAwait(false);
        }

        Store.End(!finished || LostSource || Broken.IsCompleted ? RunEnd.Failed : isEnd ? RunEnd.Drained : RunEnd.Stopped);
        Store.Dispose();
        State = FlowState.Stopped;
        if (!finished)
            FlowLog.Unfinished(_log, Definition.Name, Counts().Open);
        FlowLog.Lifecycle(_log, Definition.Name, "stopped");
        return finished;
    }

    private async Task<bool> FinishInTime(bool isEnd, CancellationToken stop, CancellationToken hurry)
    {
        var within = Definition.Settings.DrainWithin;
        using var deadline = new CancellationTokenSource(isEnd ? Timeout.InfiniteTimeSpan : within, Services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        if (!isEnd)
            return await Finish(isEnd, either.Token).ConfigureAwait(false);
        using var hurried = hurry.Register(() => deadline.CancelAfter(within));
        using var watch = new StandstillWatch(this, within);
        var finishing = Finish(isEnd, either.Token);
        if (await Task.WhenAny(finishing, watch.Stands).ConfigureAwait(false) != finishing)
            await deadline.CancelAsync().ConfigureAwait(false);
        return await finishing.ConfigureAwait(false);
    }

    private async Task<bool> Finish(bool isEnd, CancellationToken stop)
    {
        try
        {
            await SourcesEnded().WaitAsync(stop).ConfigureAwait(false);
            if (isEnd)
            {
                await FlushAll().WaitAsync(stop).ConfigureAwait(false);
            }
            else
            {
                foreach (var plan in _table.Plans)
                    plan.LeaveStored();
                await AtRest().WaitAsync(stop).ConfigureAwait(false);
            }

            await Task.WhenAll(_retired.Select(static plan => plan.WhenAtRest())).WaitAsync(stop).ConfigureAwait(false);
            _checkpointer?.Dispose();

            // Sinks make durable what they have; at the end of the input the flush has seen to that, but for the ledger.
            if ((Store.IsOpen || !isEnd) && !await CheckpointAll().WaitAsync(stop).ConfigureAwait(false))
                return false;

            // What is durable by that may have given actions something more to do, such as to note it.
            await AtRest().WaitAsync(stop).ConfigureAwait(false);

            // A file that is still where it was would be read as a new one, once it is forgotten how far it was read.
            await Task.WhenAll(_runners.Select(static runner => runner.Acknowledged)).WaitAsync(stop).ConfigureAwait(false);

            // All is read and all is done: the next run begins anew. In one write, as positions without the windows that
            // belong to them, or the other way round, would be neither this run nor the next.
            if (isEnd && Store.IsOpen && Counts().Open == 0)
            {
                Store.ReleaseGuarded();
                Store.Submit(new DiscardWrite([], [.. _table.Plans.SelectMany(static plan => plan.FoldScopes), .. _runners.Select(static runner => runner.Context.EndProgress())], isEnd: true));
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> CheckpointAll()
    {
        foreach (var plan in _table.Plans)
        {
            if (!await CheckpointAll(plan.Sections).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    private async Task<bool> CheckpointAll(IEnumerable<PlanSection> sections)
    {
        foreach (var section in sections)
        {
            if (section.LastCheckpoint is { } running)
                await running.Done.ConfigureAwait(false);
            if (!await BeginCheckpoint(section).Done.ConfigureAwait(false))
                return false;
        }

        return true;
    }

    // What somebody is still inside of when the time is up is left open: closing it could write half a product.
    private async Task StopAtOnce()
    {
        var plans = _table.Plans.Concat(_retired).Select(static plan => (Plan: plan, Left: plan.Stop())).ToList();
        var sources = _runners.Select(static runner => (Runner: runner, Left: runner.Context.Shut())).ToList();
        try
        {
            await Task.WhenAll(plans.Select(static each => each.Left).Concat(sources.SelectMany(static each => new[] { each.Left, each.Runner.Completion })))
                .WaitAsync(LeaveWithin, Services.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Told below, for each plan.
        }

        var sourcesLeft = sources.TrueForAll(static each => each.Left.IsCompleted);
        foreach (var (plan, left) in plans)
        {
            if (left.IsCompleted && (sourcesLeft || !plan.Entrance.IsInLine))
                plan.Dispose();
            else
                FlowLog.StillInside(_log, plan.Name, LeaveWithin.TotalSeconds);
        }

        foreach (var (runner, _) in sources)
        {
            if (runner.Completion.IsCompleted)
                runner.Dispose();
        }
    }
}
