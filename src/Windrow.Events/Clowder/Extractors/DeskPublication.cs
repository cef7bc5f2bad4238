using Windrow.Core.Errors;
using Windrow.Events.Amqp.Publishing;

namespace Windrow.Events.Clowder.Extractors;

/// <summary>What an extractor's desk sends: a status, a heartbeat, an event that came to nothing.</summary>
internal sealed class DeskPublication : Publication
{
    private readonly TaskCompletionSource<Failure?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the broker has it, or does not take it.</summary>
    public Task<Failure?> Done => _done.Task;

    public override void Completed(Failure? failure) => _done.TrySetResult(failure);
}
