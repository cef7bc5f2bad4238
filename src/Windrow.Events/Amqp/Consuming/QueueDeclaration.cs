using RabbitMQ.Client;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Source;

namespace Windrow.Events.Amqp.Consuming;

/// <summary>Makes a source's queue, exchanges and bindings, as far as it is to.</summary>
internal static class QueueDeclaration
{
    private const string Kind = "x-queue-type";

    // Brokers (3.10) fail when a quorum queue is declared on two connections at the same moment, and may lose it again.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static async Task DeclareAsync(IChannel channel, AmqpSourceOptions options, CancellationToken stop)
    {
        await OneAtATime.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            await DeclareNowAsync(channel, options, stop).ConfigureAwait(false);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static async Task DeclareNowAsync(IChannel channel, AmqpSourceOptions options, CancellationToken stop)
    {
        switch (options.Declare)
        {
            case DeclareMode.Passive:
                await channel.QueueDeclarePassiveAsync(options.Queue, stop).ConfigureAwait(false);
                break;
            case DeclareMode.Classic or DeclareMode.Quorum:
                var arguments = Arguments.From(options.Arguments);

                // A classic queue is one without the argument: with it, peers that declare it their way would be refused.
                if (options.Declare == DeclareMode.Quorum)
                    (arguments ??= []).TryAdd(Kind, "quorum");
                await channel.QueueDeclareAsync(options.Queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: stop).ConfigureAwait(false);
                break;
        }

        foreach (var binding in options.Bindings)
            await BindAsync(channel, options.Queue, binding, stop).ConfigureAwait(false);
    }

    private static async Task BindAsync(IChannel channel, string queue, BindingOptions binding, CancellationToken stop)
    {
        if (binding.Type != Source.ExchangeType.Existing)
            await channel.ExchangeDeclareAsync(binding.Exchange, BindingOptions.NameOf(binding.Type), durable: true, autoDelete: false, cancellationToken: stop).ConfigureAwait(false);
        foreach (var key in binding.Keys.Count > 0 ? binding.Keys : [""])
            await channel.QueueBindAsync(queue, binding.Exchange, key, Arguments.From(binding.Headers), cancellationToken: stop).ConfigureAwait(false);
    }
}
