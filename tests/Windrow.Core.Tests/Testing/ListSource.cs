using System.Collections.Concurrent;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Sources;

namespace Windrow.Core.Tests.Testing;

/// <summary>Offers the messages it was given, then ends, and remembers what became of them.</summary>
public sealed class ListSource(IEnumerable<Message> messages) : Source
{
    public ConcurrentQueue<Delivery> Deliveries { get; } = new();

    public override SourcePromise Promise => SourcePromise.Replayable;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        foreach (var message in messages)
            await context.AcceptAsync(message, message.Metadata, stop);
    }

    public override void Settled(Delivery delivery) => Deliveries.Enqueue(delivery);
}
