using Npgsql;
using Windrow.Core.Errors;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State;
using Windrow.Core.State.Sets;
using Windrow.Storage.Postgres.Changes;
using Windrow.Storage.Postgres.Sets;

namespace Windrow.Storage.Postgres;

/// <summary>The transactions of the writing connection, one at a time. For the store's thread.</summary>
internal sealed class PostgresTransaction : IStateTransaction, IDisposable
{
    private readonly StatementBatch _batch = new();
    private readonly QueueChanges _queues;
    private readonly ItemChanges _items;
    private readonly ProductChanges _products;
    private readonly LetterChanges _letters;
    private readonly RunChanges _runs;
    private readonly SharedSetChanges _sets;
    private readonly string _instance;
    private readonly long _writer;
    private readonly List<long> _released = [];
    private volatile Lease? _fence;

    /// <param name="writer">Tells the sessions of one store from those of others.</param>
    public PostgresTransaction(string instance, long writer)
    {
        (_instance, _writer) = (instance, writer);
        _queues = new QueueChanges(_batch, instance);
        _items = new ItemChanges(_batch, instance);
        _products = new ProductChanges(_batch, instance);
        _letters = new LetterChanges(_batch, instance);
        _runs = new RunChanges(_batch, instance);
        _sets = new SharedSetChanges(_batch, instance);
    }

    public bool MustMakeRoom { get; set; }

    /// <summary>Changes to queues, of which some is remembered from one try to the next.</summary>
    public QueueChanges Queues => _queues;

    /// <summary>From the next transaction on a lease has to be what it is; see <see cref="IStateStore.Fence"/>.</summary>
    public void Fence(Lease lease) => _fence = lease;

    /// <param name="write">Number of the group; see <c>begin_write</c>.</param>
    public void Begin(NpgsqlConnection connection, long write)
    {
        _batch.Begin(connection);
        _queues.Begin();
        _items.Begin();
        _products.Begin();
        _sets.Begin();
        _released.Clear();
        _batch.Add(
            "SELECT begin_write($1, $2, $3, $4, $5)",
            PostgresParameters.Of(_instance), PostgresParameters.Of(_writer), PostgresParameters.Of(write), PostgresParameters.Of(_fence?.Name), PostgresParameters.Of(_fence?.Token));
    }

    /// <summary>Sends what has gathered, with what ends the transaction behind it.</summary>
    /// <param name="isSending">Called when the end may reach the server from now on.</param>
    public void Commit(System.Action isSending)
    {
        Emit();
        _batch.Add("COMMIT");
        isSending();
        _batch.Send();
        _sets.Committed();
    }

    public void Rollback()
    {
        _queues.Rollback();
        _batch.Rollback();
    }

    /// <summary>Whether a group is written already, after a connection was lost in the midst of its commit.</summary>
    public bool IsWritten(NpgsqlConnection connection, long write)
    {
        Begin(connection, write);
        try
        {
            _batch.Send();
            return false;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrors.AlreadyWritten)
        {
            return true;
        }
        finally
        {
            _batch.Rollback();
        }
    }

    /// <summary>A payload is not about to be named any more.</summary>
    public void Release(long kept) => _released.Add(kept);

    public int AddQueue(string name) => _queues.AddQueue(name);

    public void DropQueue(int queue) => _queues.DropQueue(queue);

    public long Enqueue(int queue, MessageId id, int priority, long? key, DateTimeOffset at, ReadOnlySpan<byte> body, long bytes, PayloadReference? payload) =>
        _queues.Enqueue(queue, id, priority, key, at, body, bytes, payload);

    public void Raise(int queue, int priority, long? key) => _queues.Raise(queue, priority, key);

    public void Dequeue(int queue, long sequence) => _queues.Dequeue(queue, sequence);

    public void MarkDone(int queue, long sequence) => _queues.MarkDone(queue, sequence);

    public void Postpone(int queue, long sequence, int attempts, DateTimeOffset notBefore) => _queues.Postpone(queue, sequence, attempts, notBefore);

    public void PutItem(string scope, string key, ReadOnlySpan<byte> value, PayloadReference? payload = null) => _items.Put(scope, key, value, payload);

    public void AddItem(string scope, string key, ReadOnlySpan<byte> value, PayloadReference? payload = null) => _items.Add(scope, key, value, payload);

    public void RemoveItem(string scope, string key) => _items.Remove(scope, key);

    public void RemoveItems(string scope) => _items.RemoveAll(scope);

    public void AddProduct(Product product) => _products.Add(product);

    public void PutProductFile(string path, ProductFile file) => _products.PutFile(path, file);

    public void ForgetProducts(string path) => _products.Forget(path);

    public void CloseProductFiles() => _products.CloseFiles();

    public long RemoveProducts(DateTimeOffset before, int most) => _products.Remove(before, most);

    public long RemoveDeadLetters(DateTimeOffset before, int most) => _letters.Remove(before, most);

    public void PutDeadLetter(DeadLetter letter, string configuration, ReadOnlySpan<byte> body, PayloadReference? payload) =>
        _letters.Put(letter, configuration, body, payload);

    public void RemoveDeadLetter(long number) => _letters.Remove(number);

    public long AddRun(FlowRun run) => _runs.Add(run);

    public void EndRun(long number, RunEnd end, DateTimeOffset at) => _runs.End(number, end, at);

    public void MarkKilledRuns() => _runs.MarkKilled();

    public void RemoveRuns(int kept) => _runs.Remove(kept);

    public Lease? FindLease(string name) => _runs.FindLease(name);

    public void PutLease(Lease lease) => _runs.PutLease(lease);

    public void WorkOnSets(SharedSetWork work) => _sets.Add(work);

    public void DeclareSets(string scope, string? before, string declaration, byte lastOpen) => _sets.Declare(scope, before, declaration, lastOpen);

    public void RemoveSets(string scope) => _sets.RemoveAll(scope);

    public void Dispose() => _batch.Dispose();

    private void Emit()
    {
        _queues.Emit();
        _items.Emit();
        _products.Emit();
        if (_released.Count > 0)
            _batch.Add("DELETE FROM kept WHERE number = ANY($1)", PostgresParameters.Of(_released.ToArray()));

        // Last, as others may wait for them.
        _sets.Emit();
    }
}
