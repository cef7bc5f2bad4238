using Windrow.Core.Leases;
using Windrow.Core.State;
using Windrow.Native.Sqlite;
using Windrow.Storage.Commits;
using Windrow.Storage.Payloads;

namespace Windrow.Storage.Sqlite;

/// <summary>
/// The state of a flow in one SQLite database (write-ahead log, synchronous FULL), with large payloads as files beside
/// it. One thread writes, in groups; reads have a connection of their own and see what is committed.
/// </summary>
internal sealed class SqliteStateStore : StateReaderAround, IStateStore
{
    public const string FileName = "state.db";

    /// <summary>The directory of the payloads, beside the database.</summary>
    public const string PayloadsName = "payloads";

    private readonly StateLock _lock;
    private readonly SqliteDatabase _writer;
    private readonly SqliteStateReader _reader;
    private readonly StateTransaction _transaction;
    private readonly GroupCommit _commits;
    private readonly PayloadFiles _payloads;

    private SqliteStateStore(string directory, StateLock stateLock, SqliteDatabase writer, SqliteStateReader reader, SqliteStateOptions options)
        : base(reader)
    {
        _lock = stateLock;
        _writer = writer;
        _reader = reader;
        _payloads = new PayloadFiles(options.Files, Path.Combine(directory, PayloadsName), reader.NamesPayload)
        {
            Allowance = () => options.Maximum == 0 ? long.MaxValue : options.Maximum - _transaction!.Room.DatabaseBytes,
        };
        _transaction = new StateTransaction(writer, () => options.Maximum == 0 ? long.MaxValue : options.Maximum - _payloads.Bytes);

        // A process of another host that runs the flow has payloads that no row names yet.
        if (!IsHeldElsewhere(options))
            _payloads.Sweep();
        var groups = new SqliteGroupWriter(_transaction, unheld =>
        {
            foreach (var hash in unheld)
                _payloads.Delete(hash);
        });
        _commits = new GroupCommit(groups, options.Time);
    }

    public event System.Action<StateException?>? TroubleChanged
    {
        add => _commits.TroubleChanged += value;
        remove => _commits.TroubleChanged -= value;
    }

    public IPayloadStore Payloads => _payloads;

    /// <summary>Transactions committed since it was opened.</summary>
    public long Groups => _commits.Groups;

    /// <exception cref="StateException">It cannot be opened.</exception>
    public static SqliteStateStore Open(string directory, SqliteStateOptions options)
    {
        try
        {
            // What is in it may be anybody's data.
            options.Files.CreateDirectory(directory, isPrivate: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateException(StateTrouble.Unusable, $"the directory '{directory}' for the flow's state cannot be made: {exception.Message}", exception);
        }

        var stateLock = StateLock.Take(Path.Combine(directory, StateLock.FileName));
        SqliteDatabase? writer = null;
        SqliteStateReader? reader = null;
        try
        {
            var path = Path.Combine(directory, FileName);
            writer = SqliteDatabase.Open(path, new SqliteOpenOptions { Vfs = options.Vfs });
            Configure(writer);
            if (options.IsTemporary)
                writer.Execute("PRAGMA synchronous = OFF;");
            StateSchema.Upgrade(writer);

            // What the log holds may be in the page cache only, after an fsync that failed; copied into the database
            // it is written, and synced, anew.
            writer.CheckpointWal(SqliteCheckpointMode.Truncate);
            reader = new SqliteStateReader(directory, SqliteDatabase.Open(path, new SqliteOpenOptions { Vfs = options.Vfs }));
            return new SqliteStateStore(directory, stateLock, writer, reader, options);
        }
        catch (Exception exception)
        {
            reader?.Dispose();
            writer?.Dispose();
            stateLock.Dispose();
            var failure = StateErrors.Translate(exception);
            throw failure.Trouble == StateTrouble.Unusable ? failure : new StateException(StateTrouble.Unusable, failure.Message, exception);
        }
    }

    public void Submit(StateWrite write) => _commits.Submit(write);

    public void Fence(Lease lease) => _transaction.Fence(lease);

    public int Queue(string name) => _reader.FindQueue(name) ?? Add(name);

    protected override void Dispose(bool disposing)
    {
        _commits.Dispose();
        _reader.Dispose();
        _transaction.Dispose();
        _writer.Dispose();
        _lock.Dispose();
    }

    // Set before the first table is made: pages that become free are given back bit by bit, without a stop.
    internal static void Configure(SqliteDatabase database) => database.Execute(
        """
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA cache_size = -32768;
        PRAGMA temp_store = MEMORY;
        """);

    private bool IsHeldElsewhere(SqliteStateOptions options) =>
        _reader.FindLease(FlowLease.Name) is { } lease && lease.Holder.Host != options.Process.Host && options.Time.GetUtcNow() < lease.Until;

    private int Add(string name)
    {
        var write = new AwaitedWrite(transaction => transaction.AddQueue(name));
        Submit(write);
        write.Wait();
        return Queue(name);
    }
}
