using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State;
using Windrow.Native.Sqlite;
using Windrow.Storage.Sqlite.Rows;

namespace Windrow.Storage.Sqlite;

/// <summary>The reading connection of a state store; it sees what is committed. Safe for several threads, which take turns.</summary>
/// <param name="database">The reader's own from here on.</param>
internal sealed class SqliteStateReader(string directory, SqliteDatabase database) : IStateReader
{
    private readonly Lock _reading = new();
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private bool _isClosed;

    public string Location => directory;

    /// <summary>The number of a queue; null when there is none of that name.</summary>
    public int? FindQueue(string name) => Reading("SELECT number FROM queue WHERE name = ?1", statement =>
    {
        statement.BindText(1, name);
        return statement.Step() ? (int?)statement.Int64(0) : null;
    });

    public IReadOnlyList<QueueInfo> Queues() => Reading(
        "SELECT number, name, count(sequence), coalesce(sum(bytes), 0), min(arrived) FROM queue LEFT JOIN queued ON queue = number AND priority >= 0 GROUP BY number ORDER BY name",
        static statement =>
        {
            var queues = new List<QueueInfo>();
            while (statement.Step())
                queues.Add(new QueueInfo((int)statement.Int64(0), statement.Text(1), statement.Int64(2), statement.Int64(3), statement.IsNull(4) ? null : statement.Time(4)));
            return queues;
        });

    public long HighestQueued() => Reading("SELECT coalesce(max(sequence), 0) FROM queued", static statement =>
    {
        statement.Step();
        return statement.Int64(0);
    });

    public long CountQueue(int queue) => Reading("SELECT count(*) FROM queued WHERE queue = ?1 AND priority >= 0", statement =>
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
                if (database.IsInTransaction)
                    Run("ROLLBACK");
            }
        }
    }

    public IReadOnlyList<(long Sequence, MessageId Id)> ReadDone(int queue) => Reading("SELECT sequence, id FROM queued WHERE queue = ?1 AND priority < 0", statement =>
    {
        statement.Bind(1, queue);
        var done = new List<(long, MessageId)>();
        while (statement.Step())
            done.Add((statement.Int64(0), statement.Id(1)));
        return done;
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
                items.Add(new StateItem(statement.Text(0), statement.Blob(1).ToArray(), statement.Payload(2)));
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
                items.Add(new StateItem(statement.Text(0), statement.Blob(1).ToArray(), statement.Payload(2)));
            return items;
        });

    // By comparison of octets, as functions on text end at a zero and count characters in their own way.
    public IReadOnlyList<string> Scopes(string prefix) => Reading("SELECT DISTINCT scope FROM item WHERE scope >= ?1 ORDER BY scope", statement =>
    {
        statement.BindText(1, prefix);
        var scopes = new List<string>();
        while (statement.Step() && statement.Text(0) is var scope && scope.StartsWith(prefix, StringComparison.Ordinal))
            scopes.Add(scope);
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
            statement.BindText(1, path);
            statement.BindId(2, id);
            statement.BindText(3, configuration);
            return statement.Step();
        });

    public IReadOnlyList<Product> ReadProducts(string? path, int most) => Reading(
        """
        SELECT path, id, offset, length, plan, action, configuration, location, version, attempts, at, inputs, run, tries
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
        SELECT number, plan, action, id, kind, source, position, offset, metadata, class, reason, advice, attempts, at, configuration, body,
            payload, (SELECT length FROM payload WHERE hash = dead_letter.payload)
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

    public IReadOnlyList<FlowRun> ReadRuns(long below, int most) => Reading(
        $"SELECT {RunRows.Columns} FROM run WHERE number < ?1 ORDER BY number DESC LIMIT ?2",
        statement =>
        {
            statement.Bind(1, below);
            statement.Bind(2, most);
            var runs = new List<FlowRun>();
            while (statement.Step())
                runs.Add(RunRows.Read(statement));
            return runs;
        });

    public Lease? FindLease(string name) => Reading(LeaseRows.Select, statement =>
    {
        statement.BindText(1, name);
        return statement.Step() ? LeaseRows.Read(name, statement) : null;
    });

    /// <summary>Whether a row names a payload. After the end nobody knows, and it stays; the next start looks.</summary>
    public bool NamesPayload(string hash)
    {
        lock (_reading)
        {
            return _isClosed || Reading("SELECT 1 FROM payload WHERE hash = ?1", statement =>
            {
                statement.BindText(1, hash);
                return statement.Step();
            });
        }
    }

    public void Dispose()
    {
        lock (_reading)
        {
            _isClosed = true;
            foreach (var statement in _statements.Values)
                statement.Dispose();
            database.Dispose();
        }
    }

    private static QueueRow Row(SqliteStatement row) => new(
        row.Int64(0), row.Id(1), (int)row.Int64(2), (int)row.Int64(3), row.Time(4), row.Int64(5), row.Blob(6).ToArray(), row.Payload(7));

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

        // Behind the line of the reason stands the detail, where there is one.
        var why = row.Text(10).Split('\n', 2);
        var failure = new Failure(Enum.TryParse<ErrorClass>(row.Text(9), out var errorClass) ? errorClass : ErrorClass.Fault, why[0], row.IsNull(11) ? null : row.Text(11))
        {
            Detail = why.Length > 1 ? why[1] : null,
        };
        var letter = new DeadLetter(
            row.Id(3), Enum.TryParse<MessageKind>(row.Text(4), out var kind) ? kind : MessageKind.Event, new Origin(row.Text(5), row.Text(6), row.Int64(7)),
            metadata, row.Text(1), row.Text(2), failure, (int)row.Int64(12), row.Time(13));
        return new StoredDeadLetter(row.Int64(0), letter, row.Text(14), row.Blob(15).ToArray(), row.Payload(16));
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
            row.Text(0), row.Id(1), row.Int64(2), row.Int64(3), row.Text(4), row.Text(5), row.Text(6), row.Text(7), row.Text(8), (int)row.Int64(9), row.Time(10), inputs)
        {
            Run = row.Int64(12),
            Tries = TriesOf(row),
        };
    }

    private static IReadOnlyList<FailedTry> TriesOf(SqliteStatement row)
    {
        if (row.IsNull(13))
            return [];
        var reader = new ByteReader(row.Blob(13));
        try
        {
            return FailedTry.Read(ref reader);
        }
        catch (CorruptDataException)
        {
            return [];
        }
    }

    private void Run(string sql) => Reading(sql, static statement => statement.Step());

    private long? NextPriority(int queue, long below) => Reading<long?>("SELECT max(priority) FROM queued WHERE queue = ?1 AND priority >= 0 AND priority < ?2", statement =>
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

    private T Reading<T>(string sql, Func<SqliteStatement, T> read) => StateErrors.Translating(() =>
    {
        lock (_reading)
        {
            if (_isClosed)
                throw new StateException(StateTrouble.Unusable, $"the state in '{Location}' is closed");
            if (!_statements.TryGetValue(sql, out var statement))
                _statements.Add(sql, statement = database.Prepare(sql));
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
