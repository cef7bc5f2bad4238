using Windrow.Core.Binary;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Schedule;

/// <summary>
/// Remembers in the flow's state which time came last, and which are not settled: these come again in the next run, whatever the policy says of
/// times that nobody was there for. Safe for several threads.
/// </summary>
/// <remarks>Memory: 100 bytes for each time whose message is not settled.</remarks>
internal sealed class ScheduleState
{
    private const string Scope = "schedule";

    private readonly Lock _lock = new();
    private readonly FlowStore _store;
    private readonly string _source;
    private readonly SortedDictionary<DateTime, ScheduledTime> _open = [];
    private DateTime? _last;
    private TaskCompletionSource? _written;

    public ScheduleState(FlowStore store, string source)
    {
        (_store, _source) = (store, source);
        if (store.Exists && store.Open().ReadItem(Scope, source) is { } bytes)
            Load(bytes);
    }

    /// <summary>The last time that a message came for, in this run or an earlier one; null: none did.</summary>
    public DateTime? Last
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    /// <summary>Completes when all that was noted is durable.</summary>
    public Task Written
    {
        get
        {
            lock (_lock)
                return _written?.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>The times that are not settled, in order.</summary>
    public IReadOnlyList<ScheduledTime> Open()
    {
        lock (_lock)
            return [.. _open.Values];
    }

    /// <summary>Notes that the message of a time is about to come; durable when the result completes.</summary>
    public Task Begin(ScheduledTime time)
    {
        lock (_lock)
        {
            _open[time.Time] = time;
            _last = time.Time;
            return Write();
        }
    }

    public void End(ScheduledTime time)
    {
        lock (_lock)
        {
            _open.Remove(time.Time);
            Write();
        }
    }

    private Task Write()
    {
        if (!_store.IsAvailable)
            return Task.CompletedTask;
        var writer = new ByteWriter();
        writer.Int64(_last!.Value.Ticks);
        writer.Count(_open.Count);
        foreach (var open in _open.Values)
        {
            writer.Int64(open.Time.Ticks);
            writer.Int64(open.Number);
        }

        _written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Submit(new Change(_source, writer.Written.ToArray(), _written));
        return _written.Task;
    }

    private void Load(byte[] bytes)
    {
        try
        {
            var reader = new ByteReader(bytes);
            _last = reader.Time();
            for (var left = reader.Count(); left > 0; left--)
            {
                var open = new ScheduledTime(reader.Time(), reader.Int64());
                _open[open.Time] = open;
            }
        }
        catch (CorruptDataException exception)
        {
            throw new StateException(StateTrouble.Corrupt, $"what is kept of the schedule '{_source}' is damaged: {exception.Message}", exception);
        }
    }

    private sealed class Change(string source, byte[] state, TaskCompletionSource written) : StateWrite
    {
        public override void Apply(IStateTransaction transaction) => transaction.PutItem(Scope, source, state);

        // A store that failed stops the flow.
        public override void Completed(StateException? failure)
        {
            if (failure is null)
                written.TrySetResult();
            else
                written.TrySetException(failure);
        }
    }
}
