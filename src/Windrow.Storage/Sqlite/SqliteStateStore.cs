using System.Buffers.Binary;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Native.Sqlite;
using Windrow.Storage.Payloads;

namespace Windrow.Storage.Sqlite;

/// <summary>
/// The state of a flow in one SQLite database (write-ahead log, synchronous FULL), with large payloads as files beside
/// it. One thread writes, in groups; reads have a connection of their own and see what is committed.
/// </summary>
internal sealed class SqliteStateStore : IStateStore
{
    public const string FileName = "state.db";

    /// <summary>The directory of the payloads, beside the database.</summary>
    public const string PayloadsName = "payloads";

    private readonly Lock _reading = new();
    private readonly StateLock _lock;
    private readonly SqliteDatabase _writer;
    private readonly SqliteDatabase _reader;
    private readonly StateTransaction _transaction;
    private readonly GroupCommit _commits;
    private readonly PayloadFiles _payloads;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private bool _isClosed;

    private SqliteStateStore(string directory, StateLock stateLock, SqliteDatabase writer, SqliteDatabase reader, SqliteStateOptions options)
    {
        Location = directory;
        _lock = stateLock;
        _writer = writer;
        _reader = reader;
        _payloads = new PayloadFiles(options.Files, Path.Combine(directory, PayloadsName), IsNamed)
        {
            Allowance = () => options.Maximum == 0 ? long.MaxValue : options.Maximum - _transaction!.DatabaseBytes,
        };
        _transaction = new StateTransaction(writer, () => options.Maximum == 0 ? long.MaxValue : options.Maximum - _payloads.Bytes);
        _payloads.Sweep();
        _commits = new GroupCommit(_transaction, options.Time, unheld =>
        {
            foreach (var hash in unheld)
                _payloads.Delete(hash);
        });
    }

    public event System.Action<StateException?>? TroubleChanged
    {
        add => _commits.TroubleChanged += value;
        remove => _commits.TroubleChanged -= value;
    }

    public string Location { get; }

    public IPayloadStore Payloads => _payloads;

    /// <summary>Transactions committed since it was opened.</summary>
    public long Groups => _commits.Groups;

    /// <exception cref="StateException">It cannot be opened.</exception>
    public static SqliteStateStore Open(string directory, SqliteStateOptions options)
    {
        try
        {
            options.Files.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateException(StateTrouble.Unusable, $"the directory '{directory}' for the flow's state cannot be made: {exception.Message}", exception);
        }

        var stateLock = StateLock.Take(Path.Combine(directory, StateLock.FileName));
        SqliteDatabase? writer = null;
        SqliteDatabase? reader = null;
        try
        {
            var path = Path.Combine(directory, FileName);
            writer = SqliteDatabase.Open(path, new SqliteOpenOptions { Vfs = options.Vfs });
            Configure(writer);
            StateSchema.Upgrade(writer);

            // What the log holds may be in the page cache only, after an fsync that failed; copied into the database
            // it is written, and synced, anew.
            writer.CheckpointWal(SqliteCheckpointMode.Truncate);
            reader = SqliteDatabase.Open(path, new SqliteOpenOptions { Vfs = options.Vfs });
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

    public int Queue(string name) => Reading("SELECT number FROM queue WHERE name = ?1", statement =>
    {
        statement.BindText(1, name);
        return statement.Step() ? (int)statement.Int64(0) : 0;
    }) is var number and not 0 ? number : Add(name);

    public IReadOnlyList<QueueInfo> Queues() => Reading(
        "SELECT number, name, count(sequence), coalesce(sum(bytes), 0), min(arrived) FROM queue LEFT JOIN queued ON queue = number GROUP BY number ORDER BY name",
        static statement =>
        {
            var queues = new List<QueueInfo>();
            while (statement.Step())
                queues.Add(new QueueInfo((int)statement.Int64(0), statement.Text(1), statement.Int64(2), statement.Int64(3), statement.IsNull(4) ? null : Time(statement, 4)));
            return queues;
        });

    public long CountQueue(int queue) => Reading("SELECT count(*) FROM queued WHERE queue = ?1", statement =>
    {
        statement.Bind(1, queue);
        statement.Step();
        return statement.Int64(0);
    });

    public IReadOnlyList<QueueRow> ReadQueue(int queue, long after, int most)
    {
        lock (_reading)
        {
            // One transaction, so that no row is missed that becomes more urgent between two statements.
            Run("BEGIN");
            try
            {
                var rows = new List<QueueRow>();
                for (var priority = NextPriority(queue, long.MaxValue); priority is { } level && rows.Count < most; priority = NextPriority(queue, level))
                    ReadQueue(queue, level, after, most - rows.Count, rows);
                return rows;
            }
            finally
            {
                // Some errors have ended it already.
                if (_reader.IsInTransaction)
                    Run("ROLLBACK");
            }
        }
    }

    public byte[]? ReadItem(string scope, string key) => Reading("SELECT value FROM item WHERE scope = ?1 AND key = ?2", statement =>
    {
        statement.BindText(1, scope);
        statement.BindText(2, key);
        return statement.Step() ? statement.Blob(0).ToArray() : null;
    });

    public IReadOnlyList<StateItem> ReadItems(string scope) => Reading(
        "SELECT item.key, item.value, item.payload, payload.length FROM item LEFT JOIN payload ON payload.hash = item.payload WHERE scope = ?1 ORDER BY item.key",
        statement =>
        {
            statement.BindText(1, scope);
            var items = new List<StateItem>();
            while (statement.Step())
                items.Add(new StateItem(statement.Text(0), statement.Blob(1).ToArray(), Payload(statement, 2)));
            return items;
        });

    public IReadOnlyList<string> Scopes(string prefix) => Reading("SELECT DISTINCT scope FROM item WHERE substr(scope, 1, ?2) = ?1 ORDER BY scope", statement =>
    {
        statement.BindText(1, prefix);
        statement.Bind(2, prefix.Length);
        var scopes = new List<string>();
        while (statement.Step())
            scopes.Add(statement.Text(0));
        return scopes;
    });

    public long CountDeadLetters() => Reading("SELECT count(*) FROM dead_letter", static statement =>
    {
        statement.Step();
        return statement.Int64(0);
    });

    public IReadOnlyList<StoredDeadLetter> ReadDeadLetters(long after, int most) => Reading(
        """
        SELECT number, plan, action, id, kind, source, position, offset, metadata, class, reason, advice, attempts, at, configuration, body
        FROM dead_letter WHERE number > ?1 ORDER BY number LIMIT ?2
        """,
        statement =>
        {
            statement.Bind(1, after);
            statement.Bind(2, most);
            var letters = new List<StoredDeadLetter>();
            while (statement.Step())
                letters.Add(Letter(statement));
            return letters;
        });

    public void Dispose()
    {
        _commits.Dispose();
        lock (_reading)
        {
            _isClosed = true;
            foreach (var statement in _statements.Values)
                statement.Dispose();
            _reader.Dispose();
        }

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

    private bool IsNamed(string hash)
    {
        lock (_reading)
        {
            // After the end nobody knows; the next start looks.
            return _isClosed || Reading("SELECT 1 FROM payload WHERE hash = ?1", statement =>
            {
                statement.BindText(1, hash);
                return statement.Step();
            });
        }
    }

    private static QueueRow Row(SqliteStatement row) => new(
        row.Int64(0), Id(row, 1), (int)row.Int64(2), (int)row.Int64(3), Time(row, 4), row.Int64(5), row.Blob(6).ToArray(), Payload(row, 7));

    // A hash, and the length behind it.
    private static PayloadReference? Payload(SqliteStatement row, int column) =>
        row.IsNull(column) ? null : new PayloadReference(row.Text(column), row.Int64(column + 1));

    private static StoredDeadLetter Letter(SqliteStatement row)
    {
        var reader = new ByteReader(row.Blob(8));
        Metadata metadata;
        try
        {
            // What stands in a letter has no lazy tail, so no formats are needed.
            metadata = MetadataBinary.Read(ref reader, new StoredFormats());
        }
        catch (CorruptDataException exception)
        {
            metadata = Metadata.From(("damaged", exception.Message));
        }

        var failure = new Failure(Enum.TryParse<ErrorClass>(row.Text(9), out var errorClass) ? errorClass : ErrorClass.Fault, row.Text(10), row.IsNull(11) ? null : row.Text(11));
        var letter = new DeadLetter(
            Id(row, 3), Enum.TryParse<MessageKind>(row.Text(4), out var kind) ? kind : MessageKind.Event, new Origin(row.Text(5), row.Text(6), row.Int64(7)),
            metadata, row.Text(1), row.Text(2), failure, (int)row.Int64(12), Time(row, 13));
        return new StoredDeadLetter(row.Int64(0), letter, row.Text(14), row.Blob(15).ToArray());
    }

    private static MessageId Id(SqliteStatement row, int column)
    {
        var octets = row.Blob(column);
        return octets.Length == 16
            ? new MessageId(BinaryPrimitives.ReadUInt64BigEndian(octets), BinaryPrimitives.ReadUInt64BigEndian(octets[8..]))
            : default;
    }

    private static DateTimeOffset Time(SqliteStatement row, int column) => new(Math.Clamp(row.Int64(column), 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private void Run(string sql) => Reading(sql, static statement => statement.Step());

    private long? NextPriority(int queue, long below) => Reading<long?>("SELECT max(priority) FROM queued WHERE queue = ?1 AND priority < ?2", statement =>
    {
        statement.Bind(1, queue);
        statement.Bind(2, below);
        return statement.Step() && !statement.IsNull(0) ? statement.Int64(0) : null;
    });

    private void ReadQueue(int queue, long priority, long after, int most, List<QueueRow> rows) => Reading(
        """
        SELECT sequence, id, priority, attempts, not_before, bytes, body, payload, (SELECT length FROM payload WHERE hash = queued.payload)
        FROM queued WHERE queue = ?1 AND priority = ?2 AND sequence > ?3 ORDER BY sequence LIMIT ?4
        """,
        statement =>
        {
            statement.Bind(1, queue);
            statement.Bind(2, priority);
            statement.Bind(3, after);
            statement.Bind(4, most);
            while (statement.Step())
                rows.Add(Row(statement));
            return rows;
        });

    private int Add(string name)
    {
        var write = new AddQueue(name);
        Submit(write);
        write.Wait();
        return Queue(name);
    }

    private T Reading<T>(string sql, Func<SqliteStatement, T> read) => StateErrors.Translating(() =>
    {
        lock (_reading)
        {
            if (_isClosed)
                throw new StateException(StateTrouble.Unusable, $"the state in '{Location}' is closed");
            if (!_statements.TryGetValue(sql, out var statement))
                _statements.Add(sql, statement = _reader.Prepare(sql));
            try
            {
                return read(statement);
            }
            finally
            {
                statement.Reset();
            }
        }
    });

    private sealed class AddQueue(string name) : StateWrite
    {
        private readonly TaskCompletionSource<StateException?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Apply(IStateTransaction transaction) => transaction.AddQueue(name);

        public override void Completed(StateException? failure) => _done.SetResult(failure);

        public void Wait()
        {
            if (_done.Task.GetAwaiter().GetResult() is { } failure)
                throw failure;
        }
    }
}
