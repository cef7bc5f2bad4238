using Windrow.Core.Errors;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State.Sets;

namespace Windrow.Core.State;

/// <summary>The changes that a <see cref="StateWrite"/> can make. For the store's thread, while it applies a write.</summary>
public interface IStateTransaction
{
    /// <summary>True: there is no room for anything, so what can be removed is removed, known or not when it comes again.</summary>
    bool MustMakeRoom { get; }

    /// <summary>Makes a queue, unless there is one of that name.</summary>
    /// <returns>Its number.</returns>
    int AddQueue(string name);

    /// <summary>Removes a queue with what it holds.</summary>
    void DropQueue(int queue);

    /// <summary>Puts a message at the end of a queue. One with the same id that is still in it makes this do nothing.</summary>
    /// <param name="key">Whose order the message is part of, where the queue has priorities.</param>
    /// <param name="bytes">Size of the message, payload included.</param>
    /// <returns>The sequence number; 0 when the queue has the message already.</returns>
    long Enqueue(int queue, MessageId id, int priority, long? key, DateTimeOffset at, ReadOnlySpan<byte> body, long bytes, PayloadReference? payload);

    /// <summary>Makes less urgent messages of a queue as urgent as said: those of a key, or all.</summary>
    void Raise(int queue, int priority, long? key);

    /// <summary>Takes a message out of a queue for good.</summary>
    void Dequeue(int queue, long sequence);

    /// <summary>
    /// Takes the content of a message out of a queue, and leaves its id: it is not read any more, and known when it is
    /// brought again, until it is dequeued.
    /// </summary>
    void MarkDone(int queue, long sequence);

    /// <summary>Notes a failed try.</summary>
    void Postpone(int queue, long sequence, int attempts, DateTimeOffset notBefore);

    /// <summary>Keeps something under a key, in place of what is there.</summary>
    void PutItem(string scope, string key, ReadOnlySpan<byte> value, PayloadReference? payload = null);

    /// <summary>Keeps something under a key that is new; cheaper than <see cref="PutItem"/>.</summary>
    void AddItem(string scope, string key, ReadOnlySpan<byte> value, PayloadReference? payload = null);

    void RemoveItem(string scope, string key);

    /// <summary>Removes all items of a scope.</summary>
    void RemoveItems(string scope);

    /// <summary>Enters a product; one of the same file, message and configuration is replaced, and so is one of the same file and <see cref="Product.Part"/>, where that is not null.</summary>
    void AddProduct(Product product);

    /// <summary>Enters how much of a file is durable.</summary>
    void PutProductFile(string path, ProductFile file);

    /// <summary>Removes the entries of a file.</summary>
    void ForgetProducts(string path);

    /// <summary>A run has come to its end: the next one begins its files anew.</summary>
    void CloseProductFiles();

    /// <summary>Removes entries of products that are older, and of files that have no products any more.</summary>
    /// <param name="most">No more products than this.</param>
    /// <returns>How many products.</returns>
    long RemoveProducts(DateTimeOffset before, int most);

    /// <summary>Removes dead letters that are older.</summary>
    /// <param name="most">No more than this.</param>
    /// <returns>How many.</returns>
    long RemoveDeadLetters(DateTimeOffset before, int most);

    /// <summary>Keeps a dead letter; one of the same message, plan and action is replaced, and keeps its number.</summary>
    void PutDeadLetter(DeadLetter letter, string configuration, ReadOnlySpan<byte> body, PayloadReference? payload);

    void RemoveDeadLetter(long number);

    /// <summary>Enters a run under the next number.</summary>
    /// <returns>Its number.</returns>
    long AddRun(FlowRun run);

    void EndRun(long number, RunEnd end, DateTimeOffset at);

    /// <summary>Notes of the runs that have not ended that they were killed.</summary>
    void MarkKilledRuns();

    /// <summary>Removes all runs but the last ones.</summary>
    void RemoveRuns(int kept);

    /// <summary>Finds a lease, and keeps others from changing it until the transaction ends; null: nobody ever had it.</summary>
    Lease? FindLease(string name);

    /// <summary>Writes a lease down in place of what there is of it. Whether that may be is for <see cref="Lessee"/> to say.</summary>
    void PutLease(Lease lease);

    /// <summary>Works on sets that all processes of the flow have in common, at the end of the transaction. Only where <see cref="IStateReader.SharedSets"/> is not null.</summary>
    void WorkOnSets(SharedSetWork work) => throw new StateException(StateTrouble.Refused, "this kind of state has no sets that several processes have in common");

    /// <summary>
    /// Writes down which configuration the sets of an action are kept under that all processes have in common. Where it takes the place of another, sets that are over
    /// are removed; where that is another meanwhile, nothing is changed.
    /// </summary>
    /// <param name="before">What is there; null: nothing.</param>
    /// <param name="lastOpen">The highest phase of a set that is open.</param>
    void DeclareSets(string scope, string? before, string declaration, byte lastOpen) => throw new StateException(StateTrouble.Refused, "this kind of state has no sets that several processes have in common");

    /// <summary>Removes the sets of an action that all processes have in common, open or not, where there are any.</summary>
    void RemoveSets(string scope)
    {
    }
}
