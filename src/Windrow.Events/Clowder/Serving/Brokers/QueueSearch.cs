using System.Text.Json;
using System.Text.Json.Nodes;
using Windrow.Core.Errors;
using Windrow.Events.Amqp.Brokers;

namespace Windrow.Events.Clowder.Serving.Brokers;

/// <summary>
/// Takes the message of a cancelled job out of an extractor's queue. The others are looked at and not acknowledged: when the channel is closed the broker puts each back in its
/// place. Clowder moves them to another queue and back, and loses order, replies and now and then messages.
/// </summary>
internal sealed class QueueSearch(BrokerLink link)
{
    private const int Most = 100_000;

    /// <returns>Whether it was there.</returns>
    /// <exception cref="FailureException">The broker is not there.</exception>
    public async Task<bool> RemoveAsync(string queue, string messageId, CancellationToken stop)
    {
        await using var connection = await link.ConnectAsync($"{link.Where} (cancels)", stop).ConfigureAwait(false);
        try
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: stop).ConfigureAwait(false);
            var left = Math.Min(Most, (await channel.QueueDeclarePassiveAsync(queue, stop).ConfigureAwait(false)).MessageCount);
            for (; left > 0; left--)
            {
                if (await channel.BasicGetAsync(queue, autoAck: false, stop).ConfigureAwait(false) is not { } got)
                    return false;
                if (!IsIt(got.Body.Span, messageId))
                    continue;
                await channel.BasicAckAsync(got.DeliveryTag, multiple: false, stop).ConfigureAwait(false);
                return true;
            }

            return false;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false; // there is no such queue
        }
    }

    private static bool IsIt(ReadOnlySpan<byte> body, string messageId)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject told && told["msgid"] is JsonValue value && value.TryGetValue<string>(out var id) && id == messageId;
        }
        catch (JsonException)
        {
            return false; // somebody else's
        }
    }
}
