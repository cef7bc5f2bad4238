using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State.Sets;

namespace Windrow.Core.State;

/// <summary>
/// Looks into a state store, whoever has it. Reads see what is durable. Every read may throw <see cref="StateException"/>.
/// </summary>
public interface IStateReader : IDisposable
{
    /// <summary>Where it is, for people.</summary>
    string Location { get; }

    /// <summary>The queues that there are, with what they hold.</summary>
    IReadOnlyList<QueueInfo> Queues();

    /// <summary>The highest sequence number of a row in any queue; 0: there is none.</summary>
    long HighestQueued();

    /// <summary>How many messages a queue holds, without those that are done.</summary>
    long CountQueue(int queue);

    /// <summary>
    /// Reads rows of a queue as they are at one moment: the most urgent first, those of one priority in order.
    /// </summary>
    /// <param name="after">Rows with a higher sequence number only.</param>
    IReadOnlyList<QueueRow> ReadQueue(int queue, long after, int most);

    /// <summary>The messages of a queue that are done, of which only the ids are left.</summary>
    IReadOnlyList<(long Sequence, MessageId Id)> ReadDone(int queue);

    /// <summary>Reads a kept item; null when there is none of that key.</summary>
    byte[]? ReadItem(string scope, string key);

    /// <summary>Reads all items of a scope, in the order of their keys.</summary>
    IReadOnlyList<StateItem> ReadItems(string scope);

    /// <summary>Reads items of a scope in the order of their keys.</summary>
    /// <param name="after">Those behind this key only; empty: from the first.</param>
    IReadOnlyList<StateItem> ReadItems(string scope, string after, int most);

    /// <summary>The scopes that hold items and begin with a text.</summary>
    IReadOnlyList<string> Scopes(string prefix);

    /// <summary>What the ledger knows of a file; null: nothing.</summary>
    ProductFile? FindProductFile(string path);

    bool HasProduct(string path, MessageId id, string configuration);

    /// <summary>The ids of the products that a file has of a configuration, in no order.</summary>
    IReadOnlyList<MessageId> ReadProductIds(string path, string configuration, int most);

    /// <summary>Products, newest first.</summary>
    /// <param name="path">Of this file only; null: of all.</param>
    IReadOnlyList<Product> ReadProducts(string? path, int most);

    /// <summary>Dead letters, oldest first.</summary>
    /// <param name="after">Letters with a higher number only.</param>
    IReadOnlyList<StoredDeadLetter> ReadDeadLetters(long after, int most);

    /// <summary>How many dead letters there are.</summary>
    long CountDeadLetters();

    /// <summary>Runs, newest first.</summary>
    /// <param name="below">Those with a smaller number only.</param>
    IReadOnlyList<FlowRun> ReadRuns(long below, int most);

    /// <summary>A lease as it was last written down; null: nobody ever had it.</summary>
    Lease? FindLease(string name);

    /// <summary>The lease of another of the processes that work on the flow together.</summary>
    Lease? FindLease(string name, string instance) => FindLease(name);

    /// <summary>The sets that all processes of the flow have in common; null: this kind of store has none.</summary>
    ISharedSetReader? SharedSets => null;
}
