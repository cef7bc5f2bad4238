using System.Collections.Concurrent;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Sources;

namespace Windrow.Core.Tests.Testing;

/// <summary>Offers a message whenever a test says so, and remembers which are settled.</summary>
public sealed class PushSource : Source
{
    private readonly TaskCompletionSource<SourceContext> _context = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What became of the messages, by their positions.</summary>
    public ConcurrentDictionary<string, Outcome> Outcomes { get; } = new();

    public override SourcePromise Promise => SourcePromise.Replayable;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        _context.SetResult(context);
        await _end.Task.WaitAsync(stop);
    }

    public async Task Push(Message message) => await (await _context.Task).AcceptAsync(message, message.Metadata, TestContext.Current.CancellationToken);

    /// <summary>There is nothing more to come.</summary>
    public void End() => _end.TrySetResult();

    public override void Settled(Delivery delivery) => Outcomes[delivery.Origin.Position] = delivery.Outcome;
}
