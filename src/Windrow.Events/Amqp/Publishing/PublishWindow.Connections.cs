using Windrow.Core.Errors;

namespace Windrow.Events.Amqp.Publishing;

/// <content>What becomes of it when connections come and go.</content>
internal sealed partial class PublishWindow
{
    /// <summary>A connection is there: everything that is not confirmed is sent again.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _isUp = true;
            var kept = _head;
            for (var i = _head; i < _tail; i++)
            {
                if (Slot(i) is not { IsDone: false } each)
                    continue;
                each.Returned = null;
                if (i < _sent)
                    each.SendsAgain();
                Slot(i) = null;
                Slot(kept++) = each;
            }

            _carefulUntil -= _tail - kept;
            _tail = kept;
            (_sent, _base) = (_head, _head);
            _more.TrySetResult();
        }
    }

    /// <summary>The connection is gone.</summary>
    /// <param name="refusal">What the broker said against something that was sent; null: it is nobody's fault.</param>
    public void Lose(Failure? refusal)
    {
        lock (_completing)
        {
            lock (_lock)
            {
                _isUp = false;
                Monitor.PulseAll(_lock);
                if (refusal is null || _sent == _head)
                    return;
                if (_sent - _head > 1)
                {
                    (_isCareful, _carefulUntil) = (true, _sent);
                    return;
                }

                Done(_head);
                Advance();
            }

            Complete(refusal);
        }
    }

    /// <summary>Gives everything up.</summary>
    /// <param name="failure">What is told of each; null: nothing is told of any.</param>
    public void Clear(Failure? failure, bool isEnd)
    {
        lock (_completing)
        {
            lock (_lock)
            {
                _isClosed |= isEnd;
                for (var i = _head; i < _tail; i++)
                {
                    Slot(i)!.Returned = null;
                    Done(i);
                }

                _sent = _tail;
                Advance();
                _more.TrySetResult();
                Monitor.PulseAll(_lock);
            }

            if (failure is null)
                Forget();
            else
                Complete(failure);
        }
    }
}
