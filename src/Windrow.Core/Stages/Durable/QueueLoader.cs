using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.Stages.Durable;

/// <summary>Reads back what has gone past the window of a durable queue, when there is room, on a thread of the pool.</summary>
internal sealed class QueueLoader(DurableQueue queue, QueueWindow window, Segment segment, FlowStore flow, bool byPriority)
{
    /// <summary>Begins to read, unless that is under way, or there is no room or nothing to read.</summary>
    public void Load()
    {
        if (window.TryBeginLoading())
            ThreadPool.UnsafeQueueUserWorkItem(static loader => loader.LoadAll(), this, preferLocal: false);
    }

    private void LoadAll()
    {
        try
        {
            while (LoadPage())
            {
            }
        }
        catch (StateException exception)
        {
            window.EndLoading();
            if (exception.Trouble is StateTrouble.Full or StateTrouble.Busy)
            {
                segment.Plan.Later(StalledMessages.Again, () =>
                {
                    Load();
                    return true;
                });
            }
            else
            {
                flow.Break(exception);
            }
        }

        queue.CameToRest();
    }

    private bool LoadPage()
    {
        if (!window.BeginPage(byPriority, out var after, out var most))
            return false;
        var isEnd = true;
        foreach (var row in flow.Open().ReadQueue(queue.Number, after, most))
        {
            if (!window.TryAdmit(row, out var isNew))
            {
                isEnd = false;
                break;
            }

            if (!isNew)
                continue;
            isEnd = false;
            Feed(row);
        }

        return window.EndPage(isEnd);
    }

    private void Feed(QueueRow row)
    {
        Message message;
        try
        {
            message = flow.Messages.Read(row.Body);
        }
        catch (CorruptDataException exception)
        {
            PutAside(row, exception);
            return;
        }

        queue.Feed(message, new DurableRow(row.Sequence, row.Id), row.Bytes, row.Attempts + 1, WaitUntil(row.NotBefore));
        message.Abandon();
    }

    // By the wall clock, which may have been set back since: no wait is longer than a retry may be.
    private TimeSpan WaitUntil(DateTimeOffset notBefore)
    {
        var wait = notBefore - queue.Now;
        var longest = segment.Plan.TransientPolicy.MaximumDelay > RetryPolicy.Fault.MaximumDelay ? segment.Plan.TransientPolicy.MaximumDelay : RetryPolicy.Fault.MaximumDelay;
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < longest ? wait : longest;
    }

    // A row that cannot be read becomes a dead letter with its bytes, so that it is neither lost nor in the way.
    private void PutAside(QueueRow row, CorruptDataException exception)
    {
        window.Leave(row.Bytes);
        segment.Plan.BuryRow(row, Failure.Permanent(exception.Message, "the store may be on a failing disk; see 'windrow state verify'"), segment.PathOf(0));
        queue.Remove(new DurableRow(row.Sequence, row.Id), null);
    }
}
