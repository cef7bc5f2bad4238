using RabbitMQ.Client;
using Windrow.Core.Deliveries;
using Windrow.Core.Sources;
using Windrow.Events.Amqp.Brokers;

namespace Windrow.Events.Amqp.Consuming;

/// <content>What the broker is told while messages come: what is done, and how much it may send.</content>
internal sealed partial class ConsumerSession
{
    // The broker takes another number for a new consumer only. What it has sent already stays.
    private async Task ResizeAsync()
    {
        await _fitting.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_consumes)
            {
                await _channel.BasicCancelAsync(_tag).ConfigureAwait(false);
                _consumes = false;
            }

            _window.Change();
            if (!_isStopping && !_consumer.IsPaused)
                await ConsumeAsync().ConfigureAwait(false);
            Volatile.Write(ref _isResizing, 0);
        }
        catch (Exception exception)
        {
            End(new SessionEnd(BrokerFailure.From(exception, _link.Address), false));
        }
        finally
        {
            _fitting.Release();
        }
    }

    /// <summary>Consumes, or does not, as the consumer is to.</summary>
    public async Task FitAsync()
    {
        await _fitting.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_consumer.IsPaused && _consumes)
            {
                await _channel.BasicCancelAsync(_tag).ConfigureAwait(false);
                _consumes = false;
            }
            else if (!_consumer.IsPaused && !_consumes && !_isStopping)
            {
                await ConsumeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _fitting.Release();
        }
    }

    private async Task ConsumeAsync()
    {
        await _channel.BasicQosAsync(0, _window.Current, global: false).ConfigureAwait(false);
        _tag = await _channel.BasicConsumeAsync(_options.Queue, autoAck: false, this).ConfigureAwait(false);
        _consumes = true;
    }

    private async Task RoomAsync(int length)
    {
        var freed = Acks.Freed;
        if (Acks.Open > 0 && Acks.OpenBytes + length > _options.PrefetchBytes)
            await freed.WaitAsync(_over.Token).ConfigureAwait(false);
    }

    // Tells the broker what is done, many at a time.
    private async Task TellAsync()
    {
        var (steps, told, time) = (new List<AckStep>(), new List<Delivery>(), _consumer.Time);
        try
        {
            while (!_quit.Task.IsCompleted || !Acks.AllTold.IsCompleted)
            {
                await Task.WhenAny(Acks.Any, _quit.Task).ConfigureAwait(false);
                if (!Acks.Many.IsCompleted && !_quit.Task.IsCompleted)
                    await Task.WhenAny(Acks.Many, _quit.Task, Task.Delay(Together, time)).ConfigureAwait(false);
                Acks.Collect(steps, told);
                foreach (var step in steps)
                {
                    if (step.Accepts)
                        await _channel.BasicAckAsync(step.Tag, step.Multiple).ConfigureAwait(false);
                    else
                        await _channel.BasicNackAsync(step.Tag, multiple: false, requeue: false).ConfigureAwait(false);
                }

                foreach (var delivery in told)
                    SourceContext.Acknowledged(delivery);
                (steps, told) = Cleared(steps, told);
                Acks.Written();
            }
        }
        catch (Exception exception)
        {
            End(new SessionEnd(BrokerFailure.From(exception, _link.Address), false));
        }
    }

    private static (List<AckStep> Steps, List<Delivery> Told) Cleared(List<AckStep> steps, List<Delivery> told)
    {
        steps.Clear();
        told.Clear();
        return (steps, told);
    }

    // Others may take what was there, so it is not counted: the end is when the queue is empty and nothing comes any more.
    private async Task LookForEndAsync()
    {
        try
        {
            for (var (before, still) = (-1L, 0); still < 2 && !Ended.IsCompleted;)
            {
                await Task.Delay(Look, _consumer.Time, _over.Token).ConfigureAwait(false);
                var ready = await _channel.MessageCountAsync(_options.Queue, _over.Token).ConfigureAwait(false);
                still = ready == 0 && Handled == before && _turn.CurrentCount > 0 ? still + 1 : 0;
                before = Handled;
            }

            End(new SessionEnd(null, false));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        catch (Exception exception)
        {
            End(new SessionEnd(BrokerFailure.From(exception, _link.Address), false));
        }
    }
}
