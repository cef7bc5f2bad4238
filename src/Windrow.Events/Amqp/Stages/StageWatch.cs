using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Consuming;

namespace Windrow.Events.Amqp.Stages;

/// <summary>
/// Looks after a stage's queues: whether they are empty, so that a flow that has come to its end may end, and whether other hosts wait for queues that this one has more
/// than its share of.
/// </summary>
/// <param name="hosts">Who else works on it, where a queue is one host's at a time; null: it is not.</param>
/// <param name="hasDelays">Whether messages may wait in queues of their own for another try.</param>
internal sealed class StageWatch(AmqpStage stage, List<StageConsumer> consumers, HostCount? hosts, bool hasDelays)
{
    private const int StillEnough = 2;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Balance = TimeSpan.FromSeconds(2);

    private long _stirred;
    private long _seen = -1;
    private int _still;
    private TaskCompletionSource? _idle;

    /// <summary>Whether nothing waits in the queues, since something last happened.</summary>
    public bool IsEmpty => Volatile.Read(ref _still) >= StillEnough && Volatile.Read(ref _seen) == Volatile.Read(ref _stirred);

    /// <summary>Something went into a queue or came out.</summary>
    public void Stirs() => Interlocked.Increment(ref _stirred);

    /// <inheritdoc cref="Windrow.Core.Stages.Remote.RemoteQueue.Idle"/>
    public Task Idle => (Volatile.Read(ref _idle) ?? Interlocked.CompareExchange(ref _idle, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null) ?? _idle).Task;

    public async Task RunAsync(CancellationToken stop)
    {
        var time = stage.Context.Services.Time;
        var balanced = time.GetTimestamp() - (long)(Balance.TotalSeconds * time.TimestampFrequency); // it joins at once
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Look, time, stop).ConfigureAwait(false);
                if (!IsEmpty)
                    await LookAsync(stop).ConfigureAwait(false);
                if (hosts is not null && !stage.IsClosed && time.GetElapsedTime(balanced) >= Balance)
                {
                    balanced = time.GetTimestamp();
                    await BalanceAsync(stop).ConfigureAwait(false);
                }

                if (!stage.IsBusy)
                {
                    Interlocked.Exchange(ref _idle, null)?.TrySetResult();
                    stage.Context.CameToRest();
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception)
            {
                // A connection is gone, which its consumer tells; it is looked again.
                Volatile.Write(ref _still, 0);
            }
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        var stirred = Volatile.Read(ref _stirred);
        var isStill = stirred == _seen && !stage.IsPublishing && consumers.TrueForAll(static each => each.Consumer.Open == 0);
        foreach (var each in consumers)
        {
            if (!isStill)
                break;
            isStill = each.Consumer.Session is { } session && await CountAsync(session, each.Consumer.Options.Queue, stop).ConfigureAwait(false) == 0;
        }

        Volatile.Write(ref _seen, stirred);
        Volatile.Write(ref _still, isStill ? _still + 1 : 0);
    }

    private async Task<uint> CountAsync(ConsumerSession session, string queue, CancellationToken stop)
    {
        var count = await session.CountAsync(queue, stop).ConfigureAwait(false);
        if (!hasDelays)
            return count;
        foreach (var delay in DelayQueues.Of(queue))
            count += await session.CountAsync(delay, stop).ConfigureAwait(false);
        return count;
    }

    // Brokers give a queue to the consumer that came first, so the first host would have all of them for good.
    private async Task BalanceAsync(CancellationToken stop)
    {
        var share = hosts is null ? 1 : Math.Max(1, await hosts.CountAsync(stop).ConfigureAwait(false));
        var fair = (int)((consumers.Count + share - 1) / share);
        var active = consumers.Where(static each => each.IsActive && each.Consumer.Session is not null).ToList();
        foreach (var each in active.Take(Math.Max(0, active.Count - fair)))
        {
            BrokerLog.HandsOver(each.Consumer.Link.Log, stage.Context.Where, each.Consumer.Options.Queue);
            await each.HandOverAsync(stop).ConfigureAwait(false);
        }
    }
}
