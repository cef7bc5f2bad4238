using Windrow.Core.Errors;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State;
using Windrow.Native.Sqlite;
using Windrow.Storage.Sqlite.Rows;

namespace Windrow.Storage.Sqlite;

/// <summary>The transactions of the writing connection, one at a time. For the store's thread.</summary>
internal sealed class StateTransaction : IStateTransaction, IDisposable
{
    private readonly StatementSet _statements;
    private readonly PayloadRows _payloads;
    private readonly QueueRows _queues;
    private readonly ItemRows _items;
    private readonly ProductRows _products;
    private readonly DeadLetterRows _letters;
    private readonly RunRows _runs;
    private readonly LeaseRows _leases;

    /// <param name="allowance">How many bytes the database may have; asked for each transaction.</param>
    public StateTransaction(SqliteDatabase database, Func<long> allowance)
    {
        _statements = new StatementSet(database);
        _payloads = new PayloadRows(_statements);
        _queues = new QueueRows(_statements, _payloads);
        _items = new ItemRows(_statements, _payloads);
        _products = new ProductRows(_statements);
        _letters = new DeadLetterRows(_statements, _payloads);
        _runs = new RunRows(_statements);
        _leases = new LeaseRows(_statements);
        Room = new StateRoom(_statements, allowance);
    }

    public StateRoom Room { get; }

    /// <summary>Payloads that lost their last holder in this transaction.</summary>
    public List<string> Unheld => _payloads.Unheld;

    /// <summary>From the next transaction on a lease has to be what it is; see <see cref="IStateStore.Fence"/>.</summary>
    public void Fence(Lease lease) => _leases.Fence(lease);

    /// <param name="makesRoom">Whether it only removes, and may exceed the limit by the little that this needs.</param>
    /// <exception cref="StateException">The lease that this process writes under is another's.</exception>
    public void Begin(bool makesRoom = false)
    {
        Room.Limit(makesRoom);
        _queues.Begin();
        Unheld.Clear();
        _statements["BEGIN IMMEDIATE"].Run();
        _leases.Check();
    }

    public void Commit()
    {
        _statements["COMMIT"].Run();
        if (Room.IsLimited)
            Room.Count();
    }

    public void Rollback()
    {
        // Some errors have rolled it back already.
        if (_statements.Database.IsInTransaction)
            _statements["ROLLBACK"].Run();
        _queues.Rollback();
        Unheld.Clear();
    }

    public bool MustMakeRoom { get; set; }

    public int AddQueue(string name) => _queues.AddQueue(name);

    public void DropQueue(int queue) => _queues.DropQueue(queue);

    public long Enqueue(int queue, MessageId id, int priority, long? key, DateTimeOffset at, ReadOnlySpan<byte> body, long bytes, PayloadReference? payload) =>
        _queues.Enqueue(queue, id, priority, key, at, body, bytes, payload);

    public void Raise(int queue, int priority, long? key) => _queues.Raise(queue, priority, key);

    public void Dequeue(int queue, long sequence) => _queues.Dequeue(sequence);

    public void MarkDone(int queue, long sequence) => _queues.MarkDone(sequence);

    public void Postpone(int queue, long sequence, int attempts, DateTimeOffset notBefore) => _queues.Postpone(sequence, attempts, notBefore);

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

    public Lease? FindLease(string name) => _leases.Find(name);

    public void PutLease(Lease lease) => _leases.Put(lease);

    public void Dispose() => _statements.Dispose();
}
