using Windrow.Core.Leases;

namespace Windrow.Core.State;

/// <summary>
/// What a flow keeps beyond the life of its process: queued messages, open sets, the state of folds, positions of
/// sources, dead letters, products. One process at a time has it. Safe for several threads.
/// </summary>
public interface IStateStore : IStateReader
{
    IPayloadStore Payloads { get; }

    /// <summary>
    /// Whether it is known, by a lock that ends with its process, that no other process of this host has the store: a lease that such a
    /// one has not given back is of a dead one then.
    /// </summary>
    bool IsAloneOnHost => true;

    /// <summary>Raised when the store has to wait, for a full disk as a rule, and, with null, when that is over. Writes stay in order meanwhile.</summary>
    event System.Action<StateException?>? TroubleChanged;

    /// <summary>Takes changes to be made durable, and returns at once. They are applied in the order of these calls.</summary>
    void Submit(StateWrite write);

    /// <summary>
    /// From here on writes are made only while a lease is not another's: after that the store is broken
    /// (<see cref="StateTrouble.Lost"/>), and what was submitted fails.
    /// </summary>
    void Fence(Lease lease);

    /// <summary>As <see cref="IStateReader.Queues"/>, for whoever asks how the flow stands: where the store is away, null at once.</summary>
    IReadOnlyList<QueueInfo>? QueuesNow() => Queues();

    /// <summary>The number of a queue, which is made when it is new. Names are unique in the store.</summary>
    int Queue(string name);
}
