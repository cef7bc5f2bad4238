using Windrow.Core.Deliveries;

namespace Windrow.Core.Sources;

/// <summary>Brings messages in. The engine runs it, restarts it with back-off when it throws, and tells it what became of each message.</summary>
public abstract class Source
{
    public abstract SourcePromise Promise { get; }

    /// <summary>
    /// Offers messages until there are no more or <paramref name="stop"/> is asked for. Returning means that the source
    /// has come to its end; what it offered may still be under way.
    /// </summary>
    public abstract Task RunAsync(SourceContext context, CancellationToken stop);

    /// <summary>
    /// A delivery is settled: the place to acknowledge. Called once for each, on any thread; it must not block, and an
    /// exception here is logged and goes no further.
    /// </summary>
    public virtual void Settled(Delivery delivery)
    {
    }

    /// <summary>
    /// What a delivery held in memory was given back, before it is settled: a fold keeps it open until its state is
    /// durable. Called at most once for each, on any thread, and under the same rules as <see cref="Settled"/>.
    /// </summary>
    public virtual void Lightened(Delivery delivery)
    {
    }

    /// <summary>
    /// Completes when all that was settled is acknowledged, for a source that does so later than in
    /// <see cref="Settled"/>. Asked for when every delivery is settled; the flow's state is open until then.
    /// </summary>
    public virtual Task Acknowledged => Task.CompletedTask;

    /// <summary>
    /// True: the source acknowledges later than in <see cref="Settled"/> and tells by <see cref="SourceContext.Acknowledged"/>, delivery by delivery,
    /// when it has; until then a message counts as one that may come again.
    /// </summary>
    public virtual bool AcknowledgesLater => false;

    /// <summary>Called once, after <see cref="RunAsync"/> has ended for good and every delivery is settled.</summary>
    public virtual void Close()
    {
    }
}
