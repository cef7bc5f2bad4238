using Windrow.Core;
using Windrow.Core.IO;
using Windrow.Core.Leases;
using Windrow.Core.State;
using Windrow.Storage.Commits;

namespace Windrow.Storage.Postgres;

/// <summary>
/// The state of a flow in a schema of a PostgreSQL database. One thread of each process writes, in groups; reads see what is committed. A server that
/// is away is waited for, with everything in order behind.
/// </summary>
internal sealed class PostgresStore : StateReaderAround, IStateStore
{
    private readonly PostgresReading _reading;
    private readonly PostgresReader _reader;
    private readonly InstanceSession _session;
    private readonly PostgresTransaction _transaction;
    private readonly GroupCommit _commits;
    private bool _isClosed;

    private PostgresStore(StateLocation location, PostgresReading reading, PostgresReader reader, InstanceSession session, long writer, TimeProvider time)
        : base(reader)
    {
        (_reading, _reader, _session) = (reading, reader, session);
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
            return new PostgresStore(location, reading, new PostgresReader(reading, location), session, writer, time);
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

    public IReadOnlyList<QueueInfo>? QueuesNow() => _reader.QueuesNow();

    public Lease? FindLease(string name, string instance) => _reader.FindLease(name, instance);

    protected override void Dispose(bool disposing)
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
