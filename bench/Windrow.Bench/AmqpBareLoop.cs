using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Windrow.Bench;

/// <summary>What somebody writes over RabbitMQ.Client who wants it quick and safe, for one queue to another.</summary>
internal static class AmqpBareLoop
{
    private const int Prefetch = 500;
    private const int AckEvery = 64;

    public static async Task Run(string uri, int messages)
    {
        var factory = new ConnectionFactory { Uri = new Uri(uri), AutomaticRecoveryEnabled = false };
        await using var consuming = await factory.CreateConnectionAsync();
        await using var publishing = await factory.CreateConnectionAsync();
        await using var from = await consuming.CreateChannelAsync();
        await using var to = await publishing.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false));
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Delivery tags and numbers of publishing both count from 1, in the same order.
        var (confirmed, acknowledged, isOpen) = (0UL, 0UL, new SortedSet<ulong>());
        to.BasicReturnAsync += (_, back) =>
        {
            done.TrySetException(new InvalidOperationException(back.ReplyText));
            return Task.CompletedTask;
        };
        to.BasicAcksAsync += async (_, answer) =>
        {
            if (answer.Multiple)
                confirmed = Math.Max(confirmed, answer.DeliveryTag);
            else
                isOpen.Add(answer.DeliveryTag);
            while (isOpen.Count > 0 && isOpen.Min <= confirmed + 1)
            {
                confirmed = Math.Max(confirmed, isOpen.Min);
                isOpen.Remove(isOpen.Min);
            }

            if (confirmed < acknowledged + AckEvery && confirmed < (ulong)messages)
                return;
            acknowledged = confirmed;
            await from.BasicAckAsync(acknowledged, multiple: true);
            if (confirmed == (ulong)messages)
                done.TrySetResult();
        };
        var consumer = new AsyncEventingBasicConsumer(from);
        consumer.ReceivedAsync += async (_, got) => await to.BasicPublishAsync(
            "", "out", mandatory: true, new BasicProperties { MessageId = got.BasicProperties.MessageId, ContentType = "application/json", Persistent = true }, got.Body);
        await from.BasicQosAsync(0, Prefetch, global: false);
        await from.BasicConsumeAsync("in", autoAck: false, consumer);
        await done.Task;
        await from.CloseAsync();
    }
}
