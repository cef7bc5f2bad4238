using Windrow.Core.Errors;

namespace Windrow.Events.Amqp.Publishing;

/// <summary>
/// What is on its way to a broker, in order: waiting to be sent, or sent and not confirmed. When a connection is lost all of it is sent again on the next one. Safe
/// for several threads.
/// </summary>
/// <param name="insists">What the broker gives back, or cannot keep, stays in the window and is sent again on the next connection, in its place.</param>
internal sealed partial class PublishWindow(int most, long mostBytes, bool insists = false)
{
    private readonly object _lock = new();
    private readonly List<Publication> _completing = [];
    private Publication?[] _ring = new Publication?[64];
    private long _head; // the first that is not done
    private long _sent; // the next to be sent
    private long _tail;
    private long _base; // the one that has the connection's first number
    private long _bytes;
    private int _open; // not completed
    private bool _isUp = true;
    private bool _isClosed;
    private bool _isCareful;
    private long _carefulUntil;
    private TaskCompletionSource _more = NewSignal();
    private TaskCompletionSource? _empty;

    /// <summary>Completes when all that is in it now is done, and whoever waits for it told.</summary>
    public Task Empty
    {
        get
        {
            lock (_lock)
                return _open == 0 ? Task.CompletedTask : (_empty ??= NewSignal()).Task;
        }
    }

    /// <summary>Not confirmed or not sent.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _open;
        }
    }

    /// <summary>Bytes of bodies that are not confirmed or not sent.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>When the oldest that is not confirmed was sent; 0: there is none.</summary>
    public long OldestSent
    {
        get
        {
            lock (_lock)
                return _head < _sent ? Slot(_head)!.SentAt : 0;
        }
    }

    /// <summary>Waits until there is room, as long as the broker takes something.</summary>
    /// <returns>False: there is none, and the broker is not there.</returns>
    public bool WaitForRoom()
    {
        lock (_lock)
        {
            while (IsFull)
            {
                if (!_isUp || _isClosed)
                    return false;
                Monitor.Wait(_lock);
            }

            return !_isClosed;
        }
    }

    /// <summary>Takes one in; where several threads do, a few more than there is room for.</summary>
    /// <returns>Whether nothing else was in it.</returns>
    public bool Add(Publication publication)
    {
        lock (_lock)
        {
            if (_tail - _head == _ring.Length)
                Grow();
            Slot(_tail) = publication;
            if (_tail++ == _sent)
                _more.TrySetResult();
            _bytes += publication.Body.Length;
            return ++_open == 1;
        }
    }

    /// <summary>The next to be sent. False: wait for <paramref name="more"/>, then ask again.</summary>
    public bool TryNext(long now, out Publication publication, out Task more)
    {
        lock (_lock)
        {
            publication = null!;

            // Where one of those that were sent together is what the broker closes the channel for, they are sent one by one, to find it.
            if (_sent == _tail || (_isCareful && _sent > _head))
            {
                if (_more.Task.IsCompleted)
                    _more = NewSignal();
                more = _more.Task;
                return false;
            }

            more = Task.CompletedTask;
            publication = Slot(_sent++)!;
            publication.SentAt = now;
            return true;
        }
    }

    /// <summary>The broker answers for the message with this number of the connection.</summary>
    /// <param name="multiple">And for all before it.</param>
    /// <param name="failure">Why it did not take them; null: it did.</param>
    public void Confirm(ulong number, bool multiple, Failure? failure)
    {
        lock (_completing)
        {
            if (insists && failure is not null)
                return;
            lock (_lock)
            {
                var at = _base + (long)number - 1;
                for (var i = multiple ? _head : at; i <= at && i < _sent; i++)
                    Done(i);
                Advance();
            }

            Complete(failure);
        }
    }

    /// <summary>The broker gives one back; it confirms it next.</summary>
    public void Return(string? messageId, string exchange, string routingKey, Failure failure)
    {
        lock (_lock)
        {
            for (var i = _head; i < _sent; i++)
            {
                if (Slot(i) is not { IsDone: false, Returned: null } each || each.Properties.MessageId != messageId || each.RoutingKey != routingKey || each.Exchange != exchange)
                    continue;
                each.Returned = failure;
                return;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool IsFull => _tail - _head >= most || (_bytes >= mostBytes && _tail > _head);

    private ref Publication? Slot(long at) => ref _ring[at & (_ring.Length - 1)];

    private void Done(long at)
    {
        if (Slot(at) is not { IsDone: false } each || (insists && each.Returned is not null))
            return;
        each.IsDone = true;
        _bytes -= each.Body.Length;
        _completing.Add(each);
    }

    private void Advance()
    {
        var wasFull = _completing.Count > 0;
        while (_head < _tail && Slot(_head) is { IsDone: true })
            Slot(_head++) = null;
        _sent = Math.Max(_sent, _head);
        if (_isCareful && _head >= _carefulUntil)
            _isCareful = false;
        if (wasFull)
            Monitor.PulseAll(_lock);
        if (_head == _sent && _sent < _tail)
            _more.TrySetResult();
    }

    private void Complete(Failure? failure)
    {
        foreach (var each in _completing)
            each.Completed(failure ?? each.Returned);
        Forget();
    }

    private void Forget()
    {
        TaskCompletionSource? empty = null;
        lock (_lock)
        {
            _open -= _completing.Count;
            if (_open == 0)
                (empty, _empty) = (_empty, null);
        }

        _completing.Clear();
        empty?.TrySetResult();
    }

    private void Grow()
    {
        var larger = new Publication?[_ring.Length * 2];
        for (var i = _head; i < _tail; i++)
            larger[i & (larger.Length - 1)] = Slot(i);
        _ring = larger;
    }
}
