using System.Collections.Concurrent;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Sources;

namespace Windrow.Testing.Flows;

/// <summary>Offers messages and remembers what became of them.</summary>
/// <param name="messages">In the order in which they are offered.</param>
/// <param name="stays">True: the source does not come to its end behind the last, as one that waits for more.</param>
public sealed class GivenSource(IReadOnlyList<Message> messages, bool stays = false) : Source
{
    private readonly TaskCompletionSource _offered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<Delivery> _settled = new();

    public override SourcePromise Promise => SourcePromise.Replayable;

    /// <summary>Completes when all have been accepted.</summary>
    public Task Offered => _offered.Task;

    /// <summary>The deliveries that were settled, in the order of that.</summary>
    public IReadOnlyCollection<Delivery> Settlements => _settled;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        foreach (var message in messages)
            await context.AcceptAsync(message, null, stop).ConfigureAwait(false);
        _offered.TrySetResult();
        if (stays)
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Services.Time, stop).ConfigureAwait(false);
    }

    public override void Settled(Delivery delivery) => _settled.Enqueue(delivery);
}
