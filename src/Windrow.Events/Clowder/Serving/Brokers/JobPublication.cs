using Windrow.Core.Errors;
using Windrow.Events.Amqp.Publishing;

namespace Windrow.Events.Clowder.Serving.Brokers;

/// <summary>A job on its way to an extractor's queue.</summary>
internal sealed class JobPublication(Action<Failure?> completed) : Publication
{
    public override void Completed(Failure? failure) => completed(failure);
}
