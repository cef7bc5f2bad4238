using Microsoft.Extensions.Logging;
using Windrow.Core.Chains;
using Windrow.Core.Checkpoints;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Expectations;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Resources;
using Windrow.Core.Stages;
using Windrow.Core.State;

namespace Windrow.Core.Flows;

/// <summary>
/// Runs one flow: starts its sources over its plans, supervises them, drains, and changes to a new definition while
/// running. Methods are for one caller at a time.
/// </summary>
public sealed partial class FlowHost : IDisposable
{
    private readonly ILogger _log;
    private readonly List<SourceRunner> _runners = [];

    // Replaced as a whole, since a forced stop may come while a reload waits for plans to retire.
    private IReadOnlyList<Plan> _retired = [];
    private readonly long[] _outcomes = new long[(int)Outcome.Dead + 1];
    private readonly Graveyard _graveyard;
    private Checkpointer? _checkpointer;
    private Retention? _retention;
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RoutingTable _table;
    private long _accepted;
    private string? _abortReason;

    /// <param name="once">Sources take what is there now and come to an end.</param>
    /// <param name="discardState">State of an earlier run that does not fit, or fits nothing any more, is given up.</param>
    /// <param name="shared">What its sources and actions are to have in common, where somebody has put something into it before.</param>
    public FlowHost(FlowDefinition definition, EngineServices services, bool once = false, bool discardState = false, FlowShared? shared = null)
    {
        Shared = shared ?? new FlowShared();
        Definition = definition;
        _chains = definition.Chains;
        Services = services;
        Once = once;
        Budget = new ResourceBudget(services.Time);
        Budget.Use(definition.Settings.Resources);
        _log = services.Logs.CreateLogger("windrow.flow");
        Congestion.Entered += Congested;
        Store = new FlowStore(services, definition.State, definition.Formats, definition.Settings.StateMaximum) { Configuration = definition.Hash };
        Store.Waits += Wait;
        _graveyard = new Graveyard(Store, "", static (_, _) => { });
        Store.Broke += _ => _broken.TrySetResult();

        // A flow that runs on is held against a second start, and has a place to be asked at.
        if (Store.Exists || (!once && Store.IsAvailable))
            Store.Open();
        try
        {
            Expectations = new ExpectationBoard(this);
            Expect(definition);
            _table = new RoutingTable([.. definition.Plans.Select(plan => NewPlan(plan, definition, _chains))]);
            _reentry.Use(_table);
            foreach (var plan in _table.Plans)
                plan.Restore(discardState);
            if (discardState)
                DiscardOrphans();
        }
        catch
        {
            Store.Dispose();
            throw;
        }
    }

    public FlowDefinition Definition { get; private set; }

    public EngineServices Services { get; }

    public bool Once { get; }

    public FlowState State { get; private set; }

    /// <summary>True when a source was given up; the flow went on without it.</summary>
    public bool LostSource { get; private set; }

    /// <summary>Completes when the flow has to stop: state cannot be made durable any more, or a plan says so (<see cref="AbortReason"/>).</summary>
    public Task Broken => _broken.Task;

    /// <summary>The failure by which a plan with <c>on-error: abort</c> stops the flow; null when none does.</summary>
    public string? AbortReason => Volatile.Read(ref _abortReason);

    /// <summary>What the flow keeps beyond its process.</summary>
    public FlowStore Store { get; }

    /// <summary>What its sources and actions have in common.</summary>
    public FlowShared Shared { get; }

    internal Congestion Congestion { get; } = new();

    internal ResourceBudget Budget { get; }

    /// <summary>How much of its resources the flow uses, and who waits for some.</summary>
    public ResourceStatus Resources() => Budget.Status;

    public FlowCounts Counts() => new(
        Volatile.Read(ref _accepted),
        Volatile.Read(ref _outcomes[(int)Outcome.Delivered]),
        Volatile.Read(ref _outcomes[(int)Outcome.Absorbed]),
        Volatile.Read(ref _outcomes[(int)Outcome.Stored]),
        Volatile.Read(ref _outcomes[(int)Outcome.Dropped]),
        Volatile.Read(ref _outcomes[(int)Outcome.Unmatched]),
        Volatile.Read(ref _outcomes[(int)Outcome.Dead]));

    /// <summary>Inputs removed in this run, as they were kept long enough.</summary>
    public long InputsRemoved => _retention?.InputsRemoved ?? 0;

    public IReadOnlyList<PlanStatus> Plans() => [.. _table.Plans.Select(static plan => new PlanStatus(
        plan.Name, plan.IsPaused, [.. plan.Counters().Select((counters, index) => (plan.PathOf(index), counters))], [.. plan.Stages()], plan.Owed, [.. plan.Retries()]))];

    public IReadOnlyList<SourceStatus> Sources() => [.. _runners.ToArray().Select(static runner => new SourceStatus(
        runner.Definition.Name, runner.Definition.Type, runner.Context.Open, runner.Context.IsPaused, runner.Completion.IsCompleted)
    {
        LastAccepted = runner.Context.LastAccepted,
        Trouble = runner.Trouble,
    })];

    /// <summary>Holds a source or a plan back, or lets it go on.</summary>
    /// <returns>False: there is none of that name.</returns>
    public bool PauseSource(string name, bool on)
    {
        var found = _runners.Find(runner => runner.Definition.Name == name);
        found?.Context.Pause(on);
        return found is not null;
    }

    /// <inheritdoc cref="PauseSource"/>
    public bool PausePlan(string name, bool on)
    {
        var found = _table.Plans.FirstOrDefault(plan => plan.Name == name);
        found?.Pause(on);
        return found is not null;
    }

    /// <summary>Shows what comes to an action; one at a time may look at it.</summary>
    /// <param name="action">As reports name it, <c>2:statistics</c>; null: the plan's first behind its leading selects.</param>
    /// <returns>To be disposed when nobody looks any more; null: there is no such plan or action, as <paramref name="problem"/> tells.</returns>
    public IDisposable? Tap(string plan, string? action, IMessageTap tap, out string problem)
    {
        problem = "";
        if (_table.Plans.FirstOrDefault(each => each.Name == plan) is not { } found)
        {
            problem = $"there is no plan '{plan}'; there are: {string.Join(", ", _table.Plans.Select(static each => each.Name))}";
            return null;
        }

        var actions = found.Described;
        var place = action is null ? 0 : actions.ToList().FindIndex(each => each.Path == action || each.Path.EndsWith($":{action}", StringComparison.Ordinal));
        if (place < 0 || place >= actions.Count)
        {
            problem = $"plan '{plan}' has no action '{action}'; it has: {string.Join(", ", actions.Select(static each => each.Path))}";
            return null;
        }

        found.Show(place, tap)?.Ended();
        return new Tapping(found, place);
    }

    /// <summary>Does to a set of a <c>collect</c> action what an operator wants.</summary>
    /// <param name="action">As reports name it, <c>1:collect</c>.</param>
    /// <returns>Why nothing was done; null: it is durable.</returns>
    public Task<string?> Order(string plan, string action, PlugIns.Collect.Orders.SetOrder order) =>
        _table.Plans.FirstOrDefault(each => each.Name == plan)?.Find(action) is PlugIns.Collect.CollectAction collect
            ? collect.Order(order)
            : Task.FromResult<string?>($"the flow that runs has no action '{plan}/{action}' that collects");

    /// <summary>Starts the sources.</summary>
    public void Start()
    {
        State = FlowState.Running;

        // Nothing begins before every action of every plan has what it kept: what one plan's queue gives out may be for another plan.
        foreach (var plan in _table.Plans)
            plan.Pause(true);
        foreach (var plan in _table.Plans)
            plan.Open();
        foreach (var plan in _table.Plans)
            plan.Pause(false);
        WatchFolds();
        if (Store.IsOpen)
            _retention = new Retention(Store, Services, Definition.Settings, _log);
        foreach (var source in Definition.Sources)
            _runners.Add(new SourceRunner(this, source, _table));
        Store.EarlierRun.Done(); // all of it is known now
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

    public void Dispose()
    {
        _checkpointer?.Dispose();
        _retention?.Dispose();
        _reentry.Dispose();
        Store.Dispose();
    }

    internal IReadOnlyList<Plan> RunningPlans => _table.Plans;

    internal void HurryCheckpoints() => _checkpointer?.Hurry();

    /// <summary>Tries dead letters again, each at the action that failed.</summary>
    /// <exception cref="StateException">The state store cannot take it down.</exception>
    public void Retry(IReadOnlyList<StoredDeadLetter> letters)
    {
        DeadLetterRetries.Retry(Store.Open(), letters, Services.Time.GetUtcNow());
        foreach (var name in letters.Select(static stored => stored.Letter.Plan).Distinct())
        {
            if (_table.Plans.FirstOrDefault(plan => plan.Name == name) is { } plan)
                BetweenMessages(() => plan.TakeRetries());
        }
    }

    /// <summary>Sends a checkpoint through a section of a plan, between two messages of every source.</summary>
    internal Checkpoint BeginCheckpoint(PlanSection section)
    {
        Checkpoint? checkpoint = null;
        BetweenMessages(() => checkpoint = section.BeginCheckpoint());
        return checkpoint!;
    }

    // While no source is within any plan.
    private void BetweenMessages(System.Action work)
    {
        var runners = _runners.ToArray();
        var held = 0;
        try
        {
            for (; held < runners.Length; held++)
                runners[held].Context.Turn.Enter();
            work();
        }
        finally
        {
            while (held > 0)
                runners[--held].Context.Turn.Exit();
        }
    }

    /// <summary>Makes a dead letter of what a source could not read.</summary>
    /// <param name="kept">Called when it is durable.</param>
    internal void Bury(DeadLetter letter, System.Action kept)
    {
        Services.DeadLetters.Add(letter);
        FlowLog.Rejected(_log, letter.Action, letter.Origin, letter.Failure.ToString());
        _graveyard.Bury(letter, kept);
    }

    /// <summary>Makes a dead letter of what a source could not make a message of, with all that came; it is settled when the letter is durable.</summary>
    internal void Bury(DeadLetter letter, Message whole)
    {
        Services.DeadLetters.Add(letter);
        FlowLog.Rejected(_log, letter.Action, letter.Origin, letter.Failure.ToString());
        _graveyard.Bury(letter, whole);
    }

    internal void CountAccepted() => Interlocked.Increment(ref _accepted);

    internal void Count(Outcome outcome) => Interlocked.Increment(ref _outcomes[(int)outcome]);

    private Plan NewPlan(PlanDefinition definition, FlowDefinition flow, ChainGraph chains)
    {
        // The engine's own source is the only one of the plans that it feeds.
        var sources = definition.Takes == PlanInput.Notifications ? 1 : flow.Sources.Count(static source => !source.IsBuiltIn);

        // What is handed back comes on other threads than the sources'.
        if (chains.IsSubmittedTo(definition))
            sources += 2;
        var plan = new Plan(definition, Services, Store, Shared, Congestion, sources, Budget, _reentry) { Results = Expectations.ResultsOf(definition.Name) };
        plan.WantsCheckpoint += HurryCheckpoints;
        plan.Aborts += reason =>
        {
            Interlocked.CompareExchange(ref _abortReason, reason, null);
            _broken.TrySetResult();
        };
        return plan;
    }

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
}
