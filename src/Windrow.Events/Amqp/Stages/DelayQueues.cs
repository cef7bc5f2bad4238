using System.Globalization;
using RabbitMQ.Client;

namespace Windrow.Events.Amqp.Stages;

/// <summary>
/// Where messages wait for another try: a queue for each of some times, whose messages expire then and go back to the queue that they came from. Quorum queues only: those give
/// an expired message to the other queue before they forget it.
/// </summary>
internal static class DelayQueues
{
    private static readonly int[] Seconds = [2, 8, 32, 128];

    /// <summary>The queue in which a message waits for at least so long; null: it is too short a time, or too long.</summary>
    public static string? For(string queue, TimeSpan delay) =>
        delay < TimeSpan.FromSeconds(Seconds[0] / 2.0) ? null : Array.Find(Seconds, each => each >= delay.TotalSeconds) is var step && step > 0 ? NameOf(queue, step) : null;

    /// <summary>The names of those of a queue.</summary>
    public static IEnumerable<string> Of(string queue) => Seconds.Select(step => NameOf(queue, step));

    public static async Task DeclareAsync(IChannel channel, string queue, CancellationToken stop)
    {
        foreach (var step in Seconds)
        {
            await channel.QueueDeclareAsync(
                NameOf(queue, step), durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?>
                {
                    ["x-queue-type"] = "quorum",
                    ["x-message-ttl"] = step * 1000,
                    ["x-dead-letter-exchange"] = "",
                    ["x-dead-letter-routing-key"] = queue,
                    ["x-dead-letter-strategy"] = "at-least-once",
                    ["x-overflow"] = "reject-publish",
                },
                cancellationToken: stop).ConfigureAwait(false);
        }
    }

    private static string NameOf(string queue, int seconds) => string.Create(CultureInfo.InvariantCulture, $"{queue}.delay-{seconds}s");
}
