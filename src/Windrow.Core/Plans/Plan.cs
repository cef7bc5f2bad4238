using Microsoft.Extensions.Logging;
using Windrow.Core.Chains;
using Windrow.Core.Checkpoints;
using Windrow.Core.Errors;
using Windrow.Core.Expectations;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Resources;
using Windrow.Core.Stages;
using Windrow.Core.Stages.Durable;
using Windrow.Core.State;

namespace Windrow.Core.Plans;

/// <summary>A running plan: its actions cut into segments, with queues where a stage is named or needed.</summary>
internal sealed partial class Plan : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly List<Segment> _segments;
    private readonly PlanAction[] _actions;
    private readonly bool[] _needsRoom;
    private readonly FoldLedger?[] _ledgers;
    private readonly List<PlanSection> _sections;
    private readonly ILogger _log;
    private readonly Graveyard _graveyard;
    private readonly Dictionary<string, DurableQueue> _retries = new(StringComparer.Ordinal);
    private readonly Lock _restLock = new();
    private TaskCompletionSource? _rest;
    private volatile bool _isPaused;
    private int _disposed;

    /// <param name="sources">How many sources offer messages to the plan at the same time.</param>
    /// <param name="budget">What work may need at the same time; null: as much as it likes.</param>
    /// <param name="reentry">Takes what the plan hands back to its flow; null: it hands nothing back.</param>
    public Plan(PlanDefinition definition, EngineServices services, FlowStore store, FlowShared shared, Congestion congestion, int sources, ResourceBudget? budget = null, Reentry? reentry = null)
    {
        Reentry = reentry;
        Budget = budget;
        Shared = shared;
        Definition = definition;
        Services = services;
        Store = store;
        Congestion = congestion;
        Origin = new Origin("plan", definition.Name);
        _log = services.Logs.CreateLogger("windrow.plan");
        Described = definition.All;
        Configuration = definition.Hash;
        Version = definition.Version;
        _graveyard = new Graveyard(store, Configuration, Later, SegmentCameToRest);
        _actions = [.. Described.Select(static action => action.Create())];
        _needsRoom = [.. Described.Select((action, index) => budget is not null && (action.Resources is not null || (_actions[index].HasPeakMemory && budget.HasMemory)))];
        _ledgers = [.. Described.Select((action, index) => _actions[index].Checkpoints && store.IsAvailable ? new FoldLedger(store, definition.Name, action) : null)];
        _segments = PlanCut.Segments(this, _actions, sources);
        foreach (var segment in _segments)
        {
            for (var i = 0; i < segment.Actions.Count; i++)
                segment.Actions[i].Start(new ActionContext(segment, i, services, _stopping.Token));
        }

        _sections = PlanCut.Sections(this, _segments);
    }

    public PlanDefinition Definition { get; }

    /// <summary>The definitions of its actions, the sinks at the end.</summary>
    public IReadOnlyList<ActionDefinition> Described { get; }

    /// <summary>See <see cref="PlanDefinition.Hash"/>.</summary>
    public string Configuration { get; }

    /// <summary>See <see cref="PlanDefinition.Version"/>.</summary>
    public string Version { get; }

    public string Name => Definition.Name;

    public EngineServices Services { get; }

    public FlowStore Store { get; }

    public FlowShared Shared { get; }

    public Congestion Congestion { get; }

    /// <summary>What work may need at the same time; null: as much as it likes.</summary>
    public ResourceBudget? Budget { get; }

    /// <summary>Takes what the plan hands back to its flow; null: it hands nothing back.</summary>
    public Reentry? Reentry { get; }

    /// <summary>Who wants to know what comes of the plan; null: nobody.</summary>
    public PlanResults? Results { get; set; }

    public Origin Origin { get; }

    public RetryPolicy TransientPolicy => Definition.Retry;

    /// <summary>True once what the state store has is to be left to the next run.</summary>
    public bool LeavesStored { get; private set; }

    /// <summary>Cancelled when <see cref="LeavesStored"/> becomes true.</summary>
    public CancellationToken Leaving => _leaving.Token;

    /// <summary>Where the workers of stages go in and out; closed by a forced stop.</summary>
    public WorkerGate Gate { get; } = new();

    public Segment Entrance => _segments[0];

    public bool IsAtRest => _segments.TrueForAll(static segment => segment.IsAtRest) && !_graveyard.IsBusy && _retries.Values.All(static queue => !queue.IsBusy);

    /// <summary>Whether something is under way that no thread of the flow works on.</summary>
    public bool IsAwaiting => _segments.Exists(static segment => segment.IsAwaiting);

    public bool HasOpenState => Array.Exists(_actions, static action => action.HasOpenState);

    /// <summary>Messages waiting in the plan's queues, or being worked on behind them.</summary>
    public long Queued => _segments.Sum(static segment => segment.Count);

    /// <summary>The names of its durable queues.</summary>
    public IEnumerable<string> QueueNames => _segments.Where(static segment => segment.IsDurable).Select(static segment => segment.QueueName)
        .Concat(Described.Select(action => DeadLetterRetries.QueueOf(Name, action.Path)));

    /// <summary>Where the states of its folds are kept.</summary>
    public IEnumerable<string> FoldScopes => _ledgers.OfType<FoldLedger>().Select(static ledger => ledger.Scope);

    /// <summary>The actions whose state is kept.</summary>
    public IEnumerable<ActionDefinition> Folds => Described.Where((_, index) => _ledgers[index] is not null);

    /// <summary>Whether its folds can give what is open to a plan that takes its place.</summary>
    public bool HandsOver => Array.TrueForAll(_actions, static action => action.HandsOver);

    /// <summary>Whether it has folds whose state is kept.</summary>
    public bool HasFolds => Array.Exists(_ledgers, static ledger => ledger is not null);

    /// <summary>Messages that folds have absorbed and no checkpoint has made durable.</summary>
    public int Owed => _sections.Sum(static section => section.Owed);

    /// <summary>What checkpoints go through, one by one.</summary>
    public IReadOnlyList<PlanSection> Sections => _sections;

    /// <summary>Raised when a queue waits for what folds behind it have absorbed.</summary>
    public event System.Action? WantsCheckpoint;

    /// <summary>An action by its path; null: there is none.</summary>
    public PlanAction? Find(string path)
    {
        var actions = Described;
        for (var i = 0; i < actions.Count; i++)
        {
            if (actions[i].Path == path)
                return _actions[i];
        }

        return null;
    }

    public FoldLedger? LedgerOf(int action) => _ledgers[action];

    public string PathOf(int action) => Described[action].Path;

    /// <summary>Whether an action waits for room before each message.</summary>
    public bool NeedsRoom(int action) => _needsRoom[action];

    /// <summary>The counters of every action behind the leading selects, added up over all lanes.</summary>
    public ActionCounters[] Counters()
    {
        var sums = new ActionCounters[_actions.Length];
        for (var i = 0; i < sums.Length; i++)
            sums[i] = new ActionCounters();
        foreach (var segment in _segments)
            segment.AddCounters(sums);
        return sums;
    }

    /// <summary>Completes when nothing waits in any queue. Nothing new may be offered meanwhile.</summary>
    public Task WhenAtRest()
    {
        lock (_restLock)
        {
            if (IsAtRest)
                return Task.CompletedTask;
            _rest ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _rest.Task;
        }
    }

    public void SegmentCameToRest()
    {
        lock (_restLock)
        {
            if (_rest is null || !IsAtRest)
                return;
            _rest.SetResult();
            _rest = null;
        }
    }

    public void HurryCheckpoint() => WantsCheckpoint?.Invoke();

    /// <summary>True while an operator holds the plan back, or the flow begins: messages gather in its queues.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>Holds the plan back, or lets it go on. A full queue slows the sources, as ever.</summary>
    public void Pause(bool on)
    {
        _isPaused = on;
        if (on)
            return;

        // A lane that lies down now sees either this, or that there is a message; without the barrier perhaps neither.
        Interlocked.MemoryBarrier();
        foreach (var segment in _segments)
            segment.Resume();
    }

    /// <summary>Shows what comes to one of the actions behind the leading selects, to one at a time.</summary>
    /// <param name="tap">Null: nobody looks any more.</param>
    /// <returns>Who looked before.</returns>
    public IMessageTap? Show(int action, IMessageTap? tap)
    {
        foreach (var segment in _segments)
        {
            if (action < segment.Actions.Count)
                return segment.Show(action, tap);
            action -= segment.Actions.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(action));
    }

    /// <summary>What its stages hold.</summary>
    public IEnumerable<StageStatus> Stages() => _segments.Select(static segment => new StageStatus(segment.QueueName, segment.Keeps, segment.Count, segment.Bytes, segment.OldestAge));

    /// <summary>What waits for another try.</summary>
    public IEnumerable<RetryStatus> Retries() => _segments.SelectMany(static segment => segment.Retries());

    /// <summary>Tries something again and again, until it answers with true.</summary>
    public void Later(TimeSpan delay, Func<bool> again)
    {
        ITimer? timer = null;
        timer = Services.Time.CreateTimer(
            _ =>
            {
                timer!.Dispose();
                if (!again())
                    Later(delay, again);
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the work where it is: no worker begins another message, and actions are asked to give up the one they have.</summary>
    /// <returns>Completes when no worker of a stage is inside an action; sources that run the plan in line are the caller's matter.</returns>
    public async Task Stop()
    {
        var left = Gate.Close();
        await Task.Run(() => Tell(_stopping)).ConfigureAwait(false);
        await left.ConfigureAwait(false);
    }

    /// <summary>Ends the actions, once; nobody is inside any of them.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        for (var i = 0; i < _actions.Length; i++)
            Show(i, null)?.Ended();
        foreach (var segment in _segments)
            segment.Dispose();
        foreach (var action in _actions)
        {
            try
            {
                action.Close();
            }
            catch (Exception exception)
            {
                LogFault(action.GetType().Name, exception);
            }
        }

        _stopping.Dispose();
        _leaving.Dispose();
    }

    // What actions do about it is theirs, and what one of them throws stops nothing.
    private void Tell(CancellationTokenSource told)
    {
        try
        {
            told.Cancel();
        }
        catch (AggregateException exception)
        {
            LogFault("stop", exception);
        }
    }
}
