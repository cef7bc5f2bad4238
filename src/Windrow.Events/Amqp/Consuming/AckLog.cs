using Windrow.Core.Deliveries;
using Windrow.Core.Messages;

namespace Windrow.Events.Amqp.Consuming;

/// <summary>
/// Which messages of a channel are under way, done, and told to the broker. What is done in order is acknowledged many at a time; what is done
/// before its predecessors, by itself, so that a slow message holds up nobody. Safe for several threads.
/// </summary>
/// <remarks>Memory: a reference for each message of the prefetch, twice, and what receipts need; those that were told are kept until their place is needed.</remarks>
/// <param name="gate">The lock of all logs of one source.</param>
/// <param name="batch">So many are told at once, unless some time has passed.</param>
internal sealed class AckLog(Lock gate, int capacity, int batch)
{
    private const int Remembered = 8_192; // of what was told, for a broker that forgets in a crash that it was

    private Receipt?[] _ring = new Receipt?[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(Remembered, 2 * capacity))];
    private ulong _first = 1; // not told, or not there yet
    private ulong _next = 1;
    private int _settled;
    private TaskCompletionSource _any = NewSignal();
    private TaskCompletionSource _many = NewSignal();
    private TaskCompletionSource? _freed;
    private TaskCompletionSource? _allTold;

    /// <summary>Bytes of bodies that are under way.</summary>
    public long OpenBytes { get; private set; }

    /// <summary>Messages that are under way.</summary>
    public int Open { get; private set; }

    /// <summary>Completes when something is to be told.</summary>
    public Task Any
    {
        get
        {
            lock (gate)
                return _any.Task;
        }
    }

    /// <summary>Completes when so much is to be told that it is not to wait any longer.</summary>
    public Task Many
    {
        get
        {
            lock (gate)
                return _many.Task;
        }
    }

    /// <summary>Completes when everything that is done was told.</summary>
    public Task AllTold
    {
        get
        {
            lock (gate)
            {
                if (_settled == 0)
                    return Task.CompletedTask;
                return (_allTold ??= NewSignal()).Task;
            }
        }
    }

    /// <summary>Completes when fewer bytes are under way than now.</summary>
    public Task Freed
    {
        get
        {
            lock (gate)
                return (_freed ??= NewSignal()).Task;
        }
    }

    /// <summary>A message has come, or one that is known has come again.</summary>
    public void Add(Receipt receipt, ulong tag)
    {
        lock (gate)
        {
            while (_next - _first >= (ulong)_ring.Length)
                Grow();
            (receipt.Log, receipt.Tag) = (this, tag);
            Slot(tag) = receipt;
            _next = tag + 1;
            if (receipt.State == ReceiptState.Open)
            {
                Open++;
                OpenBytes += receipt.Bytes;
                return;
            }

            // It was done before it came again.
            if (receipt.State == ReceiptState.Told)
                receipt.State = ReceiptState.Accepted;
            Signal();
        }
    }

    /// <summary>A message is done. It may be one of an older connection.</summary>
    /// <returns>False: its connection is gone, and nobody is to be told any more.</returns>
    public static bool Settle(Lock gate, Receipt receipt, bool accepts, Delivery? delivery)
    {
        TaskCompletionSource? freed = null;
        lock (gate)
        {
            receipt.State = accepts ? ReceiptState.Accepted : ReceiptState.Rejected;
            receipt.Delivery = delivery;
            if (receipt.Log is not { } log)
                return !receipt.IsForgotten;
            log.Open--;
            log.OpenBytes -= receipt.Bytes;
            (freed, log._freed) = (log._freed, null);
            log.Signal();
        }

        freed?.TrySetResult();
        return true;
    }

    /// <summary>What is to be told now, in this order.</summary>
    /// <param name="told">Takes what is acknowledged by that.</param>
    public void Collect(List<AckStep> steps, List<Delivery> told)
    {
        lock (gate)
        {
            var accepted = 0UL;
            for (; _first < _next && Slot(_first) is not { State: ReceiptState.Open }; _first++)
            {
                if (Slot(_first) is not { State: not ReceiptState.Told } receipt)
                    continue;
                if (receipt.State == ReceiptState.Accepted)
                    accepted = _first;
                else
                    Reject(steps, ref accepted, _first);
                Tell(receipt, told);
            }

            if (accepted > 0)
                steps.Add(new AckStep(accepted, Multiple: true, Accepts: true));
            for (var tag = _first; _settled > 0 && tag < _next; tag++)
            {
                if (Slot(tag) is not { State: ReceiptState.Accepted or ReceiptState.Rejected } receipt)
                    continue;
                steps.Add(new AckStep(tag, Multiple: false, receipt.State == ReceiptState.Accepted));
                Tell(receipt, told);
            }

            if (_any.Task.IsCompleted)
                _any = NewSignal();
            if (_many.Task.IsCompleted)
                _many = NewSignal();
        }
    }

    /// <summary>What was collected has been written.</summary>
    public void Written()
    {
        TaskCompletionSource? all = null;
        lock (gate)
        {
            if (_settled == 0)
                (all, _allTold) = (_allTold, null);
        }

        all?.TrySetResult();
    }

    /// <summary>The connection is gone. What was under way on it, or was done not long ago, may come again.</summary>
    /// <param name="known">Takes it, by its id.</param>
    /// <param name="now">The time, for <see cref="Receipt.LostAt"/>.</param>
    public void Abandon(Dictionary<MessageId, Receipt> known, long now)
    {
        TaskCompletionSource? all;
        lock (gate)
        {
            foreach (var receipt in _ring)
            {
                if (receipt is null || receipt.Log != this)
                    continue;
                (receipt.Log, receipt.LostAt) = (null, now);
                if (!receipt.IsNotTaken)
                    known[receipt.Id] = receipt;
            }

            // What is done from here on is not told on this connection, also where that still works.
            (_first, _settled, Open, OpenBytes) = (_next, 0, 0, 0);
            (all, _allTold) = (_allTold, null);
            _any.TrySetResult();
            _many.TrySetResult();
            _freed?.TrySetResult();
        }

        // It comes again, and is known then.
        all?.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ref Receipt? Slot(ulong tag) => ref _ring[tag & (ulong)(_ring.Length - 1)];

    private static void Reject(List<AckStep> steps, ref ulong accepted, ulong tag)
    {
        if (accepted > 0)
            steps.Add(new AckStep(accepted, Multiple: true, Accepts: true));
        accepted = 0;
        steps.Add(new AckStep(tag, Multiple: false, Accepts: false));
    }

    private void Tell(Receipt receipt, List<Delivery> told)
    {
        _settled--;
        receipt.State = ReceiptState.Told;
        if (receipt.Delivery is not { } delivery)
            return;
        receipt.Delivery = null;
        told.Add(delivery);
    }

    private void Signal()
    {
        _settled++;
        if (_settled == 1)
            _any.TrySetResult();
        if (_settled == batch)
            _many.TrySetResult();
    }

    private void Grow()
    {
        var larger = new Receipt?[_ring.Length * 2];
        for (var tag = _first; tag < _next; tag++)
            larger[tag & (ulong)(larger.Length - 1)] = Slot(tag);
        _ring = larger;
    }
}
