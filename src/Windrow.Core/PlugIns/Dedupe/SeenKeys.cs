using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Dedupe;

/// <summary>
/// Keys whose messages were delivered, for the time that they are remembered: in memory, and in the flow's state, a row for each. Safe for several
/// threads.
/// </summary>
/// <remarks>Memory: 100 bytes for each key.</remarks>
internal sealed class SeenKeys(FlowStore store, string scope, TimeProvider time)
{
    private const int AtATime = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<MessageId, DateTime> _seen = [];

    // In the order in which they are forgotten.
    private readonly Queue<(MessageId Key, DateTime At)> _order = new();
    private bool _isLoaded;

    /// <summary>Reads what earlier runs have kept, once. For one caller at a time.</summary>
    public void Load()
    {
        if (_isLoaded || !store.Exists)
            return;
        _isLoaded = true;

        // What an instance before this one, in the same process, has submitted is to be there.
        var written = new AwaitedWrite(static _ => { });
        store.Submit(written);
        written.Wait();
        var items = new List<(MessageId Key, DateTime At)>();
        var after = "";
        while (store.Open().ReadItems(scope, after, AtATime) is { Count: > 0 } page)
        {
            foreach (var item in page)
            {
                if (TryRead(item, out var key, out var at))
                    items.Add((key, at));
            }

            after = page[^1].Key;
        }

        items.Sort(static (left, right) => left.At.CompareTo(right.At));
        lock (_lock)
        {
            foreach (var (key, at) in items)
                Remember(key, at);
        }
    }

    /// <param name="window">For how long a key counts as seen.</param>
    public bool Contains(MessageId key, TimeSpan window)
    {
        lock (_lock)
            return _seen.TryGetValue(key, out var at) && time.GetUtcNow().UtcDateTime < at + window;
    }

    /// <summary>Notes that a message was delivered; durable when the result completes.</summary>
    /// <param name="window">Keys that were seen before are forgotten.</param>
    /// <param name="most">How many are remembered.</param>
    /// <param name="early">How many keys were forgotten before their time, as there are too many.</param>
    public Task Add(MessageId key, TimeSpan window, int most, out int early)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var forgotten = new List<MessageId>();
        early = 0;
        lock (_lock)
        {
            Remember(key, now);
            while (_order.TryPeek(out var oldest) && (oldest.At + window <= now || _seen.Count > most))
            {
                _order.Dequeue();

                // It may have been delivered again since, and stands further behind once more.
                if (!_seen.TryGetValue(oldest.Key, out var at) || at != oldest.At)
                    continue;
                _seen.Remove(oldest.Key);
                forgotten.Add(oldest.Key);
                early += oldest.At + window > now ? 1 : 0;
            }

            if (!store.IsAvailable)
                return Task.CompletedTask;
            var change = new Change(scope, key, now, forgotten);
            store.Submit(change);
            return change.Written;
        }
    }

    private void Remember(MessageId key, DateTime at)
    {
        _seen[key] = at;
        _order.Enqueue((key, at));
    }

    // What cannot be read is not known: its message may come once more.
    private static bool TryRead(StateItem item, out MessageId key, out DateTime at)
    {
        at = default;
        if (!MessageId.TryParse(item.Key, out key))
            return false;
        try
        {
            at = new ByteReader(item.Value).Time();
            return true;
        }
        catch (CorruptDataException)
        {
            return false;
        }
    }

    private sealed class Change(string scope, MessageId key, DateTime at, List<MessageId> forgotten) : StateWrite
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public override void Apply(IStateTransaction transaction)
        {
            var writer = new ByteWriter();
            writer.Int64(at.Ticks);
            transaction.PutItem(scope, key.ToString(), writer.Written.ToArray());
            foreach (var each in forgotten)
                transaction.RemoveItem(scope, each.ToString());
        }

        public override void Completed(StateException? failure)
        {
            if (failure is null)
                _written.SetResult();
            else
                _written.SetException(failure);
        }
    }
}
