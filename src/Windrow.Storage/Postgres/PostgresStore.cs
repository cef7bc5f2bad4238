using Windrow.Core;
using Windrow.Core.IO;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State;
using Windrow.Storage.Commits;

namespace Windrow.Storage.Postgres;

/// <summary>
/// The state of a flow in a schema of a PostgreSQL database. One thread of each process writes, in groups; reads see what is committed. A server that
/// is away is waited for, with everything in order behind.
/// </summary>
internal sealed class PostgresStore : IStateStore
{
    private readonly PostgresReading _reading;
    private readonly PostgresReader _reader;
    private readonly InstanceSession _session;
    private readonly PostgresTransaction _transaction;
    private readonly GroupCommit _commits;
    private bool _isClosed;

    private PostgresStore(StateLocation location, PostgresReading reading, InstanceSession session, long writer, TimeProvider time)
    {
        (_reading, _session) = (reading, session);
        _reader = new PostgresReader(reading, location);
        _transaction = new PostgresTransaction(location.Instance, writer);
        _transaction.Queues.Sequence = _reader.HighestQueued();
        _commits = new GroupCommit(new PostgresGroupWriter(session, _transaction, location.Database!), time);
        Payloads = new PostgresPayloads(reading, location.Instance, _commits.Submit);
    }

    public event System.Action<StateException?>? TroubleChanged
    {
        add => _commits.TroubleChanged += value;
        remove => _commits.TroubleChanged -= value;
    }

    public string Location => _reader.Location;

    public IPayloadStore Payloads { get; }

    public bool IsAloneOnHost => _session.IsAloneOnHost;

    /// <summary>Transactions committed since it was opened.</summary>
    public long Groups => _commits.Groups;

    /// <param name="writer">A number that no other opening has.</param>
    /// <exception cref="StateException">It cannot be opened.</exception>
    public static PostgresStore Open(StateLocation location, IFileSystem files, TimeProvider time, ProcessIdentity process, long writer)
    {
        var name = InstanceSession.NameOf(process, writer);
        var connections = new PostgresConnections(location, name);
        var reading = new PostgresReading(connections, waits: true);
        var session = new InstanceSession(connections, location.Instance, name, files, process);
        try
        {
            // What the process has beside its state, such as its control socket.
            files.CreateDirectory(location.Directory, isPrivate: true);
            PostgresErrors.Translating(connections.Address, () =>
            {
                using var connection = connections.Open();
                PostgresSchema.Upgrade(connection, connections);
                session.Take();
                return true;
            });
            return new PostgresStore(location, reading, session, writer, time);
        }
        catch (Exception exception)
        {
            session.Dispose();
            reading.Dispose();
            connections.Dispose();
            var failure = PostgresErrors.Translate(connections.Address, exception);
            throw failure.Trouble == StateTrouble.Unusable ? failure : new StateException(StateTrouble.Unusable, failure.Message, exception);
        }
    }

    public void Submit(StateWrite write) => _commits.Submit(write);

    public void Fence(Lease lease) => _transaction.Fence(lease);

    public int Queue(string name) => _reader.FindQueue(name) ?? Add(name);

    public IReadOnlyList<QueueInfo> Queues() => _reader.Queues();

    public IReadOnlyList<QueueInfo>? QueuesNow() => _reader.QueuesNow();

    public long HighestQueued() => _reader.HighestQueued();

    public long CountQueue(int queue) => _reader.CountQueue(queue);

    public IReadOnlyList<QueueRow> ReadQueue(int queue, long after, int most) => _reader.ReadQueue(queue, after, most);

    public IReadOnlyList<(long Sequence, MessageId Id)> ReadDone(int queue) => _reader.ReadDone(queue);

    public byte[]? ReadItem(string scope, string key) => _reader.ReadItem(scope, key);

    public IReadOnlyList<StateItem> ReadItems(string scope) => _reader.ReadItems(scope);

    public IReadOnlyList<StateItem> ReadItems(string scope, string after, int most) => _reader.ReadItems(scope, after, most);

    public IReadOnlyList<string> Scopes(string prefix) => _reader.Scopes(prefix);

    public ProductFile? FindProductFile(string path) => _reader.FindProductFile(path);

    public bool HasProduct(string path, MessageId id, string configuration) => _reader.HasProduct(path, id, configuration);

    public IReadOnlyList<MessageId> ReadProductIds(string path, string configuration, int most) => _reader.ReadProductIds(path, configuration, most);

    public IReadOnlyList<Product> ReadProducts(string? path, int most) => _reader.ReadProducts(path, most);

    public long CountDeadLetters() => _reader.CountDeadLetters();

    public IReadOnlyList<StoredDeadLetter> ReadDeadLetters(long after, int most) => _reader.ReadDeadLetters(after, most);

    public IReadOnlyList<FlowRun> ReadRuns(long below, int most) => _reader.ReadRuns(below, most);

    public Lease? FindLease(string name) => _reader.FindLease(name);

    public Lease? FindLease(string name, string instance) => _reader.FindLease(name, instance);

    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;

        // Those who read from within writes would keep them from their end.
        _reading.Close();
        _commits.Dispose();
        _session.Dispose();
        _transaction.Dispose();
        _reading.Connections.Dispose();
    }

    private int Add(string name)
    {
        var write = new AwaitedWrite(transaction => transaction.AddQueue(name));
        Submit(write);
        write.Wait();
        return Queue(name);
    }
}
