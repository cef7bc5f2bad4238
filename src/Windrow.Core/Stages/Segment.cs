using Windrow.Core.Chains;
using Windrow.Core.Checkpoints;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Resources;
using Windrow.Core.Stages.Durable;
using Windrow.Core.Stages.Remote;

namespace Windrow.Core.Stages;

/// <summary>
/// The actions of a plan between two stage boundaries, and the queue in front of them. The first segment of a plan may
/// run in line, on the source's thread; it turns to its queue only while a message waits for another try.
/// </summary>
internal sealed partial class Segment : IDisposable
{
    private readonly StageQueue _queue;
    private readonly DurableQueue? _durable;
    private readonly RemoteQueue? _remote;
    private readonly bool _isOrdered;
    private readonly Lanes _lanes;
    private readonly BackPressure _pressure;
    private readonly RetryClock _retries;
    private readonly int _firstAction;
    private int _awaited;

    /// <param name="firstAction">Place of the first action in the plan, for paths.</param>
    /// <param name="next">The segments behind this one; several, when the plan ends in several sinks.</param>
    public Segment(Plan plan, IReadOnlyList<PlanAction> actions, int firstAction, StageOptions options, bool isInLine, IReadOnlyList<Segment> next)
    {
        Plan = plan;
        Actions = actions;
        HandsBack = actions[^1] as IHandsBack;
        Next = next;
        IsInLine = isInLine;
        _firstAction = firstAction;
        _isOrdered = options.Ordered;
        _lanes = new Lanes(this);
        _pressure = new BackPressure(plan, () => IsBelowCap);
        _queue = new StageQueue(options, CoarseClock.Of(plan.Services.Time));
        _retries = new RetryClock(plan.Services.Time, Wake);
        _durable = options.Queue == QueueKind.Durable ? new DurableQueue(this, plan.Store, options, QueueName, guard: plan.Store.GuardOf(QueueName)) : null;
        _remote = options.Remote is null ? null : new RemoteQueueContext(this, options).Begin(options.Remote);
        for (var worker = 0; worker < options.Workers; worker++)
            _lanes.Rest(AddLane());
    }

    public Plan Plan { get; }

    public IReadOnlyList<PlanAction> Actions { get; }

    public IReadOnlyList<Segment> Next { get; }

    public bool IsInLine { get; private set; }

    /// <summary>Whether a worker waits for room before each message.</summary>
    public bool NeedsRoom => Plan.NeedsRoom(_firstAction);

    /// <summary>The room that a worker of the segment wants, again and again.</summary>
    /// <param name="admitted">Called when there is room after a wait.</param>
    public RoomRequest RequestRoom(System.Action admitted) => new(QueueName, Plan.Described[_firstAction].Resources?.Class, admitted);

    /// <summary>The memory that the first action needs for a message, in bytes.</summary>
    public long PeakMemoryOf(Message message) => Plan.Described[_firstAction].Resources?.Memory ?? (Actions[0].HasPeakMemory ? Actions[0].PeakMemory(message) : 0);

    /// <summary>From now on everything goes through the queue. Called while no source is within the segment.</summary>
    public void LeaveLine() => IsInLine = false;

    /// <summary>The name of its queue in the state store.</summary>
    public string QueueName => $"{Plan.Name}/{PathOf(0)}";

    public bool IsDurable => _durable is not null;

    /// <summary>Whether what comes is kept beyond the process, and owed by the queue from then on.</summary>
    public bool Keeps => _durable is not null || _remote is not null;

    public bool IsAtRest => _queue.Count == 0 && Volatile.Read(ref _awaited) == 0 && _durable is not { IsBusy: true } && _remote is not { IsBusy: true };

    /// <summary>Whether an action waits for what runs elsewhere; see <see cref="PostWhen"/>.</summary>
    public bool IsAwaiting => Volatile.Read(ref _awaited) > 0;

    /// <summary>Messages waiting or being worked on.</summary>
    public long Count => _durable?.Count ?? _remote?.Count ?? _queue.Count;

    public long Bytes => _queue.Bytes;

    /// <summary>Age of the oldest message in memory; null when there is none.</summary>
    public TimeSpan? OldestAge => _queue.OldestAge;

    /// <summary>Whether a worker would find something to do.</summary>
    public bool HasReady => _queue.HasReady;

    /// <summary>True while the queue is over its cap: producers wait.</summary>
    public bool IsCongested => _pressure.IsOn;

    /// <summary>Whether the plan goes on behind an action.</summary>
    public bool IsFollowed(int index) => index + 1 < Actions.Count || Next.Count > 0;

    /// <summary>The action that hands messages to the beginnings of plans; null: there is none.</summary>
    public IHandsBack? HandsBack { get; }

    public ulong PlaceOf(int index) => default(MessageId).With(System.Text.Encoding.UTF8.GetBytes(Plan.Name)).With((ulong)(_firstAction + index)).High;

    public FoldLedger? LedgerOf(int index) => Plan.LedgerOf(_firstAction + index);

    public FailurePolicy OnErrorOf(int index) => Plan.OnErrorOf(_firstAction + index);

    public string PathOf(int index) => Plan.PathOf(_firstAction + index);

    /// <inheritdoc cref="Lanes.Add"/>
    public Lane AddLane() => _lanes.Add();

    /// <summary>Shows somebody what comes to an action; null: nobody any more.</summary>
    /// <returns>Who was shown it before.</returns>
    public IMessageTap? Show(int index, IMessageTap? tap) => _lanes.Show(index, tap);

    /// <summary>The way in for a source: in line when the segment allows it and is at rest, else through the queue.</summary>
    public void Offer(Message message, Lane lane)
    {
        if (IsInLine && _queue.Count == 0 && !Plan.IsPaused)
            lane.RunInLine(message);
        else
            Enqueue(message);
    }

    /// <summary>The way in for a barrier that begins here: past what a durable queue holds, as that is owed by the queue.</summary>
    public void OfferBarrier(Message barrier, Lane lane)
    {
        if (Keeps)
            Enqueue(barrier, 0);
        else
            Offer(barrier, lane);
    }

    public void Enqueue(Message message)
    {
        if (_remote is not null)
        {
            HandOver(_remote, message);
            return;
        }

        if (_durable is null)
        {
            Enqueue(message, 0);
            return;
        }

        if (message.Payload is CheckpointPayload)
        {
            // What a durable queue has is safe: the checkpoint ends here, and another one begins.
            _durable.PassCheckpoint(message);
            return;
        }

        _durable.Put(message);
        if (!IsCongested && _durable.IsOverCap)
            _pressure.Begin(isTold: _durable.IsStalled);
    }

    /// <summary>A message out of the durable queue, or of one that is kept elsewhere, to be worked on now or after a time.</summary>
    /// <param name="index">Place of the action that it is for.</param>
    public void Feed(Message message, int index, TimeSpan delay)
    {
        if (delay > TimeSpan.Zero)
            Park(message, index, null, delay, Plan.TransientPolicy);
        else
            Enqueue(message, index);
    }

    /// <summary>Lets the durable queue take up what it holds.</summary>
    public void Open()
    {
        _durable?.Open();
        _remote?.Open();
    }

    /// <inheritdoc cref="DurableQueue.Hold"/>
    public Task HoldStored()
    {
        _remote?.Hold(true);
        return _durable?.Hold() ?? Task.CompletedTask;
    }

    public void LetGoStored()
    {
        _remote?.Hold(false);
        _durable?.LetGo();
    }

    /// <summary>What the state store has is left to the next run: nothing more comes out of the durable queue, and what waits for another try comes at once, to be let go.</summary>
    public void LeaveStored()
    {
        _durable?.Close();
        _remote?.Close();
        foreach (var group in _retries.Stop())
            Wake(group);
    }

    /// <summary>Works on what gathered during a pause.</summary>
    public void Resume()
    {
        if (_queue.HasReady)
            Work();
    }

    public void RelieveWhenBelowCap() => _pressure.EndWhenBelowCap();

    public void Post(int index, System.Action<Output> work) =>
        Enqueue(new Message(default, MessageKind.Wake, Metadata.Empty, new WakePayload(work), null, Plan.Origin), index);

    public void PostWhen(Task done, int index, System.Action<Output> work)
    {
        Interlocked.Increment(ref _awaited);
        _ = done.ContinueWith(
            _ =>
            {
                // Behind a message that waits for another try it waits too, and then for the clock, no more for what runs elsewhere. It is in the queue before that is said, so that
                // there is no moment at which nothing seems to be left to do.
                Post(index, work);
                if (Interlocked.Decrement(ref _awaited) == 0)
                    Plan.SegmentCameToRest();
            },
            TaskScheduler.Default);
    }

    /// <summary>Ends the items that a worker had and gives it the next.</summary>
    /// <returns>How many; 0: the lane has nothing to do and lies down.</returns>
    public int TakeNext(ReadOnlySpan<StageItem> had, Span<StageItem> next)
    {
        var count = _queue.Next(had, next, out var more);
        RelieveWhenBelowCap();
        if (more)
            Work();
        return count;
    }

    /// <summary>Ends the items that a worker had, without giving it others.</summary>
    public void End(ReadOnlySpan<StageItem> had)
    {
        _queue.End(had);
        RelieveWhenBelowCap();
    }

    /// <summary>
    /// Lays a lane down until there is work. From here on another thread may run it, so the caller touches it no more.
    /// </summary>
    public void Rest(Lane lane)
    {
        _lanes.Rest(lane);

        // A message may have come between the last look into the queue and now, when its sender found no idle lane.
        if (_queue.HasReady && !Plan.IsPaused)
            Work();
        else if (IsAtRest)
            Plan.SegmentCameToRest();
    }

    /// <summary>Keeps a message for another try after a delay.</summary>
    public void Park(Message message, int index, KeyGroup? group, TimeSpan delay, RetryPolicy? policy, ReadOnlySpan<StageItem> notBegun = default)
    {
        // As it came, and with none of its key behind it, it may wait in its queue.
        if (_remote is not null && !_isOrdered && index == 0 && message.Part?.Delivery?.Owner is RemoteQueueContext && _remote.TryPostpone(message, delay))
            return;
        (message.Part?.Delivery?.Owner as DurableQueue)?.Postpone(message, delay);
        var (attempt, at) = (message.Attempt, Plan.Services.Time.GetUtcNow() + delay);
        if (_queue.Park(message, index, group, notBegun) is { } parked)
            _retries.Start(new ParkedTry(parked, index, attempt, at, policy), delay);
    }

    /// <summary>What waits for another try, by the action that it waits for.</summary>
    public IEnumerable<RetryStatus> Retries()
    {
        foreach (var tries in _retries.Waiting.GroupBy(static each => each.Index))
        {
            var next = tries.MinBy(static each => each.At);
            yield return new RetryStatus(PathOf(tries.Key), tries.Count(), next.At, next.Attempt, next.Policy);
        }
    }

    /// <inheritdoc cref="BackPressure.HoldsUp"/>
    public bool HoldsUp(Lane producer) => _pressure.HoldsUp(producer);

    public void AddCounters(ActionCounters[] sums) => _lanes.AddCounters(sums.AsSpan(_firstAction, Actions.Count));

    public void Dispose()
    {
        _retries.Dispose();
        _remote?.Dispose();
    }

    private void Wake(KeyGroup group)
    {
        if (_queue.Wake(group))
            Work();
    }

    private void Enqueue(Message message, int index)
    {
        message.Own();
        var work = _queue.Add(message, index);
        if (!Keeps && !IsCongested && _queue.IsOverCap)
            _pressure.Begin(isTold: true);
        if (work)
            Work();
    }

    // In front of a durable queue producers wait for the disk only: its window may be full for hours.
    private bool IsBelowCap => _durable?.IsBelowCap ?? _remote?.IsBelowCap ?? _queue.IsBelowCap;

    private void Work()
    {
        if (_lanes.TryTake(out var lane))
            Plan.Services.Dispatch(lane);
    }
}
