using System.Buffers.Binary;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Products;
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

    private readonly Lock _reading = new();
    private readonly StateLock _lock;
    private readonly SqliteDatabase _writer;
    private readonly SqliteDatabase _reader;
    private readonly StateTransaction _transaction;
    private readonly GroupCommit _commits;
    private readonly PayloadFiles _payloads;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    private SqliteStateStore(string directory, StateLock stateLock, SqliteDatabase writer, SqliteDatabase reader, PayloadFiles payloads, TimeProvider time)
    {
        Location = directory;
        _lock = stateLock;
        _writer = writer;
        _reader = reader;
        _payloads = payloads;
        _transaction = new StateTransaction(writer);
        _commits = new GroupCommit(_transaction, time, unheld =>
        {
            foreach (var hash in unheld)
                payloads.Delete(hash);
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

        var stateLock = StateLock.Take(Path.Combine(directory, "lock"));
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
            var payloads = new PayloadFiles(options.Files, Path.Combine(directory, "payloads"));
            Sweep(payloads, writer);
            return new SqliteStateStore(directory, stateLock, writer, reader, payloads, options.Time);
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

    public IReadOnlyList<QueueRow> ReadQueue(int queue, int priority, long after, int most) => Reading(
        "SELECT sequence, id, priority, attempts, not_before, bytes, body FROM queued WHERE queue = ?1 AND priority = ?2 AND sequence > ?3 ORDER BY sequence LIMIT ?4",
        statement =>
        {
            statement.Bind(1, queue);
            statement.Bind(2, priority);
            statement.Bind(3, after);
            statement.Bind(4, most);
            var rows = new List<QueueRow>();
            while (statement.Step())
                rows.Add(new QueueRow(statement.Int64(0), Id(statement, 1), (int)statement.Int64(2), (int)statement.Int64(3), Time(statement, 4), statement.Int64(5), statement.Blob(6).ToArray()));
            return rows;
        });

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
                items.Add(new StateItem(statement.Text(0), statement.Blob(1).ToArray(), statement.IsNull(2) ? null : new PayloadReference(statement.Text(2), statement.Int64(3))));
            return items;
        });

    public IReadOnlyList<StateItem> ReadItems(string scope, string after, int most) => Reading(
        "SELECT item.key, item.value, item.payload, payload.length FROM item LEFT JOIN payload ON payload.hash = item.payload WHERE scope = ?1 AND key > ?2 ORDER BY item.key LIMIT ?3",
        statement =>
        {
            statement.BindText(1, scope);
            statement.BindText(2, after);
            statement.Bind(3, most);
            var items = new List<StateItem>();
            while (statement.Step())
                items.Add(new StateItem(statement.Text(0), statement.Blob(1).ToArray(), statement.IsNull(2) ? null : new PayloadReference(statement.Text(2), statement.Int64(3))));
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

    public ProductFile? FindProductFile(string path) => Reading("SELECT length, is_open FROM product_file WHERE path = ?1", statement =>
    {
        statement.BindText(1, path);
        return statement.Step() ? new ProductFile(statement.Int64(0), statement.Int64(1) != 0) : null;
    });

    public bool HasProduct(string path, MessageId id, string configuration) => Reading(
        "SELECT 1 FROM product WHERE path = ?1 AND id = ?2 AND configuration = ?3",
        statement =>
        {
            Span<byte> octets = stackalloc byte[16];
            statement.BindText(1, path);
            statement.Bind(2, StateTransaction.Octets(id, octets));
            statement.BindText(3, configuration);
            return statement.Step();
        });

    public IReadOnlyList<Product> ReadProducts(string? path, int most) => Reading(
        """
        SELECT path, id, offset, length, plan, action, configuration, location, version, attempts, at, inputs
        FROM product WHERE ?1 IS NULL OR path = ?1 ORDER BY at DESC, offset DESC LIMIT ?2
        """,
        statement =>
        {
            if (path is null)
                statement.BindNull(1);
            else
                statement.BindText(1, path);
            statement.Bind(2, most);
            var products = new List<Product>();
            while (statement.Step())
                products.Add(ReadProduct(statement));
            return products;
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
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _transaction.Dispose();
        _reader.Dispose();
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

    private static void Sweep(PayloadFiles payloads, SqliteDatabase database)
    {
        using var isNamed = database.Prepare("SELECT 1 FROM payload WHERE hash = ?1");
        payloads.Sweep(hash =>
        {
            isNamed.BindText(1, hash);
            var found = isNamed.Step();
            isNamed.Reset();
            return found;
        });
    }

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

    private static Product ReadProduct(SqliteStatement row)
    {
        var reader = new ByteReader(row.Blob(11));
        Lineage inputs;
        try
        {
            inputs = new Lineage(Lineage.Read(ref reader));
        }
        catch (CorruptDataException)
        {
            inputs = new Lineage();
        }

        return new Product(
            row.Text(0), Id(row, 1), row.Int64(2), row.Int64(3), row.Text(4), row.Text(5), row.Text(6), row.Text(7), row.Text(8), (int)row.Int64(9), Time(row, 10), inputs);
    }

    private static MessageId Id(SqliteStatement row, int column)
    {
        var octets = row.Blob(column);
        return octets.Length == 16
            ? new MessageId(BinaryPrimitives.ReadUInt64BigEndian(octets), BinaryPrimitives.ReadUInt64BigEndian(octets[8..]))
            : default;
    }

    private static DateTimeOffset Time(SqliteStatement row, int column) => new(Math.Clamp(row.Int64(column), 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private int Add(string name)
    {
        var write = new AwaitedWrite(transaction => transaction.AddQueue(name));
        Submit(write);
        write.Wait();
        return Queue(name);
    }

    private T Reading<T>(string sql, Func<SqliteStatement, T> read) => StateErrors.Translating(() =>
    {
        lock (_reading)
        {
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
}
