using Microsoft.Extensions.Logging;
using Windrow.Core.Checkpoints;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.Stages;
using Windrow.Core.State;

namespace Windrow.Core.Flows;

/// <summary>
/// Runs one flow: starts its sources over its plans, supervises them, drains, and changes to a new definition while
/// running. Methods are for one caller at a time.
/// </summary>
public sealed class FlowHost : IDisposable
{
    // How long a forced stop waits for actions to give up what they are at: it is to end at once, and not in their midst.
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5);

    private readonly ILogger _log;
    private readonly List<SourceRunner> _runners = [];

    // Replaced as a whole, since a forced stop may come while a reload waits for plans to retire.
    private IReadOnlyList<Plan> _retired = [];
    private readonly long[] _outcomes = new long[(int)Outcome.Dead + 1];
    private Checkpointer? _checkpointer;
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RoutingTable _table;
    private long _accepted;

    /// <param name="once">Sources take what is there now and come to an end.</param>
    /// <param name="discardState">State of an earlier run that does not fit, or fits nothing any more, is given up.</param>
    public FlowHost(FlowDefinition definition, EngineServices services, bool once = false, bool discardState = false)
    {
        Definition = definition;
        Services = services;
        Once = once;
        _log = services.Logs.CreateLogger("windrow.flow");
        Congestion.Entered += plan => FlowLog.Congested(_log, plan);
        Store = new FlowStore(services, definition.StateDirectory, definition.Formats);
        Store.Waits += Wait;
        Store.Broke += _ => _broken.TrySetResult();
        if (Store.Exists)
            Store.Open();
        _table = new RoutingTable([.. definition.Plans.Select(plan => NewPlan(plan, definition))]);
        foreach (var plan in _table.Plans)
            plan.Restore(discardState);
        if (discardState)
            DiscardOrphans();
    }

    public FlowDefinition Definition { get; private set; }

    public EngineServices Services { get; }

    public bool Once { get; }

    public FlowState State { get; private set; }

    /// <summary>True when a source was given up; the flow went on without it.</summary>
    public bool LostSource { get; private set; }

    /// <summary>Completes when state cannot be made durable any more: the flow has to stop.</summary>
    public Task Broken => _broken.Task;

    /// <summary>What the flow keeps beyond its process.</summary>
    public FlowStore Store { get; }

    internal Congestion Congestion { get; } = new();

    public FlowCounts Counts() => new(
        Volatile.Read(ref _accepted),
        Volatile.Read(ref _outcomes[(int)Outcome.Delivered]),
        Volatile.Read(ref _outcomes[(int)Outcome.Absorbed]),
        Volatile.Read(ref _outcomes[(int)Outcome.Stored]),
        Volatile.Read(ref _outcomes[(int)Outcome.Dropped]),
        Volatile.Read(ref _outcomes[(int)Outcome.Unmatched]),
        Volatile.Read(ref _outcomes[(int)Outcome.Dead]));

    public IReadOnlyList<PlanStatus> Plans() => [.. _table.Plans.Select(static plan => new PlanStatus(
        plan.Name, [.. plan.Counters().Select((counters, index) => (plan.PathOf(index), counters))], plan.Queued, plan.QueuedBytes))];

    /// <summary>Starts the sources.</summary>
    public void Start()
    {
        State = FlowState.Running;
        foreach (var plan in _table.Plans)
            plan.Open();
        WatchFolds();
        foreach (var source in Definition.Sources)
            _runners.Add(new SourceRunner(this, source, _table));
        foreach (var runner in _runners)
            runner.Start();
        FlowLog.Lifecycle(_log, Definition.Name, "started");
    }

    /// <summary>Completes when every source has come to its end by itself.</summary>
    public async Task SourcesEnded()
    {
        // A reload may have put other sources in place of those that were waited for.
        while (!_runners.TrueForAll(static runner => runner.Completion.IsCompleted))
            await Task.WhenAll(_runners.Select(static runner => runner.Completion)).ConfigureAwait(false);
        LostSource |= _runners.Exists(static runner => !runner.Completion.Result);
    }

    /// <summary>
    /// State of an earlier run that nothing in the flow takes up, as its plan was renamed, changed or removed: durable
    /// queues with messages in them, and open windows.
    /// </summary>
    /// <returns>What each is, for people.</returns>
    public IReadOnlyList<string> FindOrphans() => !Store.IsOpen
        ? []
        : [
            .. OrphanedQueues().Select(static queue => $"the durable queue '{queue.Name}' holds {queue.Count} messages, and no stage of the flow has it"),
            .. OrphanedFolds().Select(static scope => $"'{scope[FoldLedger.ScopePrefix.Length..]}' has state, and is no action of the flow that keeps any"),
        ];

    /// <summary>
    /// Stops the sources, finishes everything that was accepted, flushes and closes the plans. When the sources came to
    /// their end by themselves everything ends; when they are stopped, what the state store has is left to the next run.
    /// </summary>
    /// <returns>False: the time was up or <paramref name="stop"/> was asked for before all was finished.</returns>
    public async Task<bool> DrainAsync(CancellationToken stop = default)
    {
        State = FlowState.Draining;
        FlowLog.Lifecycle(_log, Definition.Name, "draining");
        var isEnd = _runners.TrueForAll(static runner => runner.Completion.IsCompleted) || !Store.IsAvailable;
        foreach (var runner in _runners)
            runner.Stop();
        _checkpointer?.Dispose();
        using var deadline = new CancellationTokenSource(Definition.Settings.DrainWithin, Services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        var finished = await Finish(isEnd, either.Token).ConfigureAwait(false);
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

        Store.Dispose();
        State = FlowState.Stopped;
        if (!finished)
            FlowLog.Unfinished(_log, Definition.Name, Counts().Open);
        FlowLog.Lifecycle(_log, Definition.Name, "stopped");
        return finished;
    }

    /// <summary>
    /// Changes to another definition of the flow: plans and sources whose configuration is the same run on untouched,
    /// the others are drained and replaced.
    /// </summary>
    /// <param name="discardState">Whether state of changed plans may be given up.</param>
    /// <returns>The names of plans whose state would be lost; nothing was changed then. Empty: done.</returns>
    public async Task<IReadOnlyList<string>> ReloadAsync(FlowDefinition definition, bool discardState = false)
    {
        var before = _table.Plans.ToDictionary(static plan => plan.Name);

        // Whether a plan's head may run in line depends on whether there are several sources.
        var sameSources = definition.Sources.Count > 1 == Definition.Sources.Count > 1;
        bool Stays(PlanDefinition plan) => sameSources && before.TryGetValue(plan.Name, out var old) && old.Definition.Canonical == plan.Canonical;
        var kept = definition.Plans.Where(Stays).Select(plan => before[plan.Name]).ToHashSet();
        var leaving = _table.Plans.Where(plan => !kept.Contains(plan)).ToList();
        var losing = leaving.Where(static plan => plan.HasOpenState).Select(static plan => plan.Name).ToList();
        if (losing.Count > 0 && !discardState)
            return losing;

        // Built before anything is stopped: what cannot be built leaves the old plans as they are.
        var table = new RoutingTable([.. definition.Plans.Select(plan => Stays(plan) ? before[plan.Name] : NewPlan(plan, definition))]);
        var gone = await ReplaceSources(definition, table).ConfigureAwait(false);
        await Retire(leaving).ConfigureAwait(false);

        // Only now, as the plan before may have had the same durable queue.
        foreach (var plan in table.Plans.Where(plan => !kept.Contains(plan)))
            plan.Open();
        WatchFolds();
        foreach (var runner in gone)
            runner.Dispose();
        FlowLog.Lifecycle(_log, Definition.Name, "reloaded");
        return [];
    }

    public void Dispose()
    {
        _checkpointer?.Dispose();
        Store.Dispose();
    }

    internal IReadOnlyList<Plan> RunningPlans => _table.Plans;

    internal void HurryCheckpoints() => _checkpointer?.Hurry();

    /// <summary>Sends a checkpoint through a plan, between two messages of every source.</summary>
    internal Checkpoint BeginCheckpoint(Plan plan)
    {
        var runners = _runners.ToArray();
        var held = 0;
        try
        {
            for (; held < runners.Length; held++)
                runners[held].Context.Turn.Enter();
            return plan.BeginCheckpoint();
        }
        finally
        {
            while (held > 0)
                runners[--held].Context.Turn.Exit();
        }
    }

    internal void Bury(DeadLetter letter)
    {
        Services.DeadLetters.Add(letter);
        FlowLog.Rejected(_log, letter.Action, letter.Origin, letter.Failure.ToString());
    }

    internal void CountAccepted() => Interlocked.Increment(ref _accepted);

    internal void Count(Outcome outcome) => Interlocked.Increment(ref _outcomes[(int)outcome]);

    internal void LogSourceFault(string source, Exception cause) => FlowLog.SourceFault(_log, source, cause.Message, cause);

    internal void LogSourceGivenUp(string source, Exception cause, int attempts) => FlowLog.SourceGivenUp(_log, source, cause.Message, attempts, cause);

    internal void LogSourceRestarts(string source, Exception cause, TimeSpan delay) => FlowLog.SourceRestarts(_log, source, cause.Message, delay.TotalSeconds, cause);

    private Plan NewPlan(PlanDefinition plan, FlowDefinition flow) => new(plan, Services, Store, Congestion, flow.Sources.Count);

    // A flow without folds that keep anything needs no timer.
    private void WatchFolds()
    {
        if (_table.Plans.Any(static plan => plan.HasFolds))
            _checkpointer ??= new Checkpointer(this, Definition.Settings.CheckpointEvery, _log);
    }

    private void Wait(bool begins)
    {
        if (begins)
            Congestion.Enter("state");
        else
            Congestion.Leave();
    }

    private async Task<bool> Finish(bool isEnd, CancellationToken stop)
    {
        try
        {
            await SourcesEnded().WaitAsync(stop).ConfigureAwait(false);
            if (isEnd)
            {
                await Flush(_table.Plans).WaitAsync(stop).ConfigureAwait(false);
            }
            else
            {
                foreach (var plan in _table.Plans)
                    plan.LeaveStored();
                await Task.WhenAll(_table.Plans.Select(static plan => plan.WhenAtRest())).WaitAsync(stop).ConfigureAwait(false);
            }

            await Task.WhenAll(_retired.Select(static plan => plan.WhenAtRest())).WaitAsync(stop).ConfigureAwait(false);
            // Sinks make durable what they have; at the end of the input the flush has seen to that, but for the ledger.
            if ((Store.IsOpen || !isEnd) && !await CheckpointAll().WaitAsync(stop).ConfigureAwait(false))
                return false;
            // All is read and all is done: the next run begins anew. In one write, as positions without the windows that
            // belong to them, or the other way round, would be neither this run nor the next.
            if (isEnd && Store.IsOpen && Counts().Open == 0)
                Store.Submit(new DiscardWrite([], [.. _table.Plans.SelectMany(static plan => plan.FoldScopes), .. _runners.Select(static runner => runner.Context.EndProgress())], isEnd: true));
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
            if (plan.LastCheckpoint is { } running)
                await running.Done.ConfigureAwait(false);
            if (!await BeginCheckpoint(plan).Done.ConfigureAwait(false))
                return false;
        }

        return true;
    }

    private IEnumerable<QueueInfo> OrphanedQueues()
    {
        var names = _table.Plans.SelectMany(static plan => plan.QueueNames).ToHashSet();
        return Store.Open().Queues().Where(queue => queue.Count > 0 && !names.Contains(queue.Name));
    }

    private IEnumerable<string> OrphanedFolds()
    {
        var scopes = _table.Plans.SelectMany(static plan => plan.FoldScopes).ToHashSet();
        return Store.Open().Scopes(FoldLedger.ScopePrefix).Where(scope => !scopes.Contains(scope));
    }

    private void DiscardOrphans()
    {
        if (Store.IsOpen)
            Store.Submit(new DiscardWrite([.. OrphanedQueues().Select(static queue => queue.Number)], [.. OrphanedFolds()], isEnd: false));
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

    private static Task Flush(IReadOnlyList<Plan> plans)
    {
        var metadata = Metadata.From(("flushKind", "close-connection"));
        foreach (var plan in plans)
            plan.Entrance.Enqueue(new Message(MessageKind.Flush, metadata, Payload.None, plan.Origin));
        return Task.WhenAll(plans.Select(static plan => plan.WhenAtRest()));
    }

    private async Task<List<SourceRunner>> ReplaceSources(FlowDefinition definition, RoutingTable table)
    {
        var staying = _runners.Where(runner => definition.Sources.Any(source => source.Name == runner.Definition.Name && source.Canonical == runner.Definition.Canonical)).ToList();
        var leaving = _runners.Except(staying).ToList();
        foreach (var runner in leaving)
            runner.Stop();
        await Task.WhenAll(leaving.Select(static runner => runner.Completion)).ConfigureAwait(false);
        foreach (var runner in staying)
        {
            // Between two messages of the source, so that none is routed by half of the old table.
            lock (runner.Context.Turn)
                runner.Context.Use(table);
        }

        var names = staying.Select(static runner => runner.Definition.Name).ToHashSet();
        var arriving = definition.Sources.Where(source => !names.Contains(source.Name)).Select(source => new SourceRunner(this, source, table)).ToList();
        _runners.RemoveAll(leaving.Contains);
        _runners.AddRange(arriving);
        _table = table;
        Definition = definition;
        foreach (var runner in arriving)
            runner.Start();
        return leaving;
    }

    private async Task Retire(List<Plan> leaving)
    {
        _retired = leaving;
        foreach (var plan in leaving)
            plan.LeaveStored();
        await Flush(leaving).ConfigureAwait(false);
        foreach (var plan in leaving)
            plan.Dispose();

        // What their folds still remember is of another configuration, and nothing of it is open.
        if (Store.IsOpen)
            Store.Submit(new DiscardWrite([], [.. leaving.SelectMany(static plan => plan.FoldScopes)], isEnd: false));
        _retired = [];
    }

    private sealed class DiscardWrite(IReadOnlyList<int> queues, IReadOnlyList<string> scopes, bool isEnd) : StateWrite
    {
        public override void Apply(IStateTransaction transaction)
        {
            foreach (var queue in queues)
                transaction.DropQueue(queue);
            foreach (var scope in scopes)
                transaction.RemoveItems(scope);
            if (isEnd)
                transaction.CloseProductFiles();
        }

        public override void Completed(StateException? failure)
        {
        }
    }
}
