namespace Windrow.Core.State;

/// <summary>
/// Changes that become durable together or not at all. The store gathers the writes of all threads into one transaction
/// for each time that the disk is asked to make something durable (group commit).
/// </summary>
public abstract class StateWrite
{
    /// <summary>
    /// Whether it only removes what is stored. When the store is full such writes come before the others, which
    /// wait for the room that they make.
    /// </summary>
    public virtual bool MakesRoom => false;

    /// <summary>
    /// Makes the changes. Called on the store's thread; called again when the transaction that it was first in failed
    /// because of another write, so it changes nothing but the transaction.
    /// </summary>
    public abstract void Apply(IStateTransaction transaction);

    /// <summary>The outcome; called once, on the store's thread, in the order in which writes were submitted (but see <see cref="MakesRoom"/>). It must not block.</summary>
    /// <param name="failure">
    /// Null: the changes are durable. Otherwise nothing was changed, and trying again is in vain: the store is broken or
    /// closed, or the write is wrong. A full disk is no failure but a wait.
    /// </param>
    public abstract void Completed(StateException? failure);
}
