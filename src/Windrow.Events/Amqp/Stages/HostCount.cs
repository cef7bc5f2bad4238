using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Windrow.Events.Amqp.Brokers;

namespace Windrow.Events.Amqp.Stages;

/// <summary>
/// How many hosts work on a stage. Each consumes from a queue of its own kind to which nobody publishes; brokers do not tell who waits for a quorum queue with a single active
/// consumer.
/// </summary>
internal sealed class HostCount(BrokerLink link, string queue) : IAsyncDisposable
{
    private IConnection? _connection;
    private IChannel? _channel;

    /// <summary>This one is counted.</summary>
    public async Task<uint> CountAsync(CancellationToken stop)
    {
        if (_channel is not { IsOpen: true })
            await JoinAsync(stop).ConfigureAwait(false);
        return await _channel!.ConsumerCountAsync(queue, stop).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not { } connection)
            return;
        (_connection, _channel) = (null, null);
        try
        {
            await connection.CloseAsync(link.Timeout).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It is gone anyway.
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task JoinAsync(CancellationToken stop)
    {
        await DisposeAsync().ConfigureAwait(false);
        _connection = await link.ConnectAsync($"{link.Where} (presence)", stop).ConfigureAwait(false);
        _channel = await _connection.CreateChannelAsync(cancellationToken: stop).ConfigureAwait(false);
        await _channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: stop).ConfigureAwait(false);
        await _channel.BasicConsumeAsync(queue, autoAck: true, new AsyncEventingBasicConsumer(_channel), stop).ConfigureAwait(false);
    }
}
