using Windrow.Core.Deliveries;
using Windrow.Core.Messages;

namespace Windrow.Core.Stages.Remote;

/// <summary>
/// A queue in front of a stage that is kept elsewhere, and that several processes may take from. What comes in is handed over to it, and settled when it is safe
/// there; what it gives comes through <see cref="RemoteQueueContext.Feed"/>, and is taken out there when it is done.
/// </summary>
public abstract class RemoteQueue : IDisposable
{
    /// <summary>Begins to give what is in the queue.</summary>
    public abstract void Open();

    /// <summary>Takes a message in, from any thread; it must not block. It is settled as <see cref="Outcome.Stored"/> when it is safe.</summary>
    public abstract void Put(Message message);

    /// <summary>
    /// Takes a message back that is to be tried again later, where its queue can keep it for that time: it is settled when it is safe there, and fed again when
    /// the time is over, at the try that <see cref="RemoteQueueContext.AttemptOf"/> says. Only where order is given up.
    /// </summary>
    /// <returns>False: the stage keeps it itself.</returns>
    public virtual bool TryPostpone(Message message, TimeSpan delay) => false;

    /// <summary>Completes when all that was put in before is safe.</summary>
    public abstract Task Safe { get; }

    /// <summary>A message that was fed is done. Called once for each, on any thread; it must not block.</summary>
    public abstract void Settled(Delivery delivery);

    /// <summary>True while something was put in and is not safe, something that is done is not taken out yet, or, until it is closed, something waits in the queue.</summary>
    public abstract bool IsBusy { get; }

    /// <summary>Completes when it is not busy, which it may be for as long as others put something in; or when it is closed.</summary>
    public abstract Task Idle { get; }

    /// <summary>True: the queue does not take what comes as fast as it comes, so producers have to wait.</summary>
    public abstract bool IsOverCap { get; }

    public abstract bool IsBelowCap { get; }

    /// <summary>Messages that this process has of it, and what is on its way there.</summary>
    public abstract long Count { get; }

    /// <summary>Whether it gives nothing until further notice.</summary>
    public abstract void Hold(bool on);

    /// <summary>Gives nothing more. What this process has and has not done goes back.</summary>
    public abstract void Close();

    /// <summary>Called once, when all is done that is to be done.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected abstract void Dispose(bool disposing);
}
