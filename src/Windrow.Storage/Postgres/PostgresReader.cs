using Npgsql;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State;
using Windrow.Core.State.Sets;
using Windrow.Storage.Postgres.Changes;
using Windrow.Storage.Postgres.Sets;
using Windrow.Storage.Records;

namespace Windrow.Storage.Postgres;

/// <summary>Reads the state of an instance of a flow, and what all of them have in common. Safe for several threads.</summary>
internal sealed class PostgresReader(PostgresReading reading, StateLocation location) : IStateReader
{
    private const string SelectQueues = """
        SELECT number, name, count(sequence), coalesce(sum(bytes), 0)::bigint, min(arrived)
        FROM queue LEFT JOIN queued ON queue = number AND priority >= 0 WHERE instance = $1 GROUP BY number ORDER BY name
        """;

    private const string ProductColumns = """coalesce(whole, path), id, "offset", length, plan, action, configuration, location, version, attempts, at, inputs, run, tries, part""";

    public string Location { get; } = $"{location}";

    public ISharedSetReader SharedSets { get; } = new SharedSetReader(reading, location.Instance);

    private NpgsqlParameter Instance => PostgresParameters.Of(location.Instance);

    /// <summary>The number of a queue; null when there is none of that name.</summary>
    public int? FindQueue(string name) => reading.Read(
        "SELECT number FROM queue WHERE instance = $1 AND name = $2", static row => row.Read() ? (int?)row.GetInt32(0) : null, Instance, Text(name));

    public IReadOnlyList<QueueInfo> Queues() => reading.Read(SelectQueues, QueueInfos, Instance);

    public IReadOnlyList<QueueInfo>? QueuesNow()
    {
        try
        {
            return reading.ReadNow(SelectQueues, QueueInfos, Instance);
        }
        catch (StateException)
        {
            // Whoever writes tells it.
            return null;
        }
    }

    public long HighestQueued() => reading.Read(
        "SELECT coalesce(max(highest), 0) FROM queue, LATERAL (SELECT max(sequence) AS highest FROM queued WHERE queue = number) AS each WHERE instance = $1", Number, Instance);

    public long CountQueue(int queue) => reading.Read("SELECT count(*) FROM queued WHERE queue = $1 AND priority >= 0", Number, PostgresParameters.Of(queue));

    // Of those without urgency there are many as a rule: they are read along the primary key.
    public IReadOnlyList<QueueRow> ReadQueue(int queue, long after, int most) => reading.Read(
        """
        SELECT sequence, id, priority, attempts, not_before, bytes, body, payload, (SELECT length FROM payload WHERE hash = row.payload) FROM (
            (SELECT * FROM queued WHERE queue = $1 AND priority > 0 AND sequence > $2 ORDER BY priority DESC, sequence LIMIT $3)
            UNION ALL
            (SELECT * FROM queued WHERE queue = $1 AND priority = 0 AND sequence > $2 ORDER BY sequence LIMIT $3)) AS row
        ORDER BY priority DESC, sequence LIMIT $3
        """,
        static row => All(row, static row => new QueueRow(
            row.GetInt64(0), Id(row, 1), row.GetInt32(2), row.GetInt32(3), Time(row, 4), row.GetInt64(5), Bytes(row, 6), Payload(row, 7))),
        PostgresParameters.Of(queue), PostgresParameters.Of(after), PostgresParameters.Of((long)most));

    public IReadOnlyList<(long Sequence, MessageId Id)> ReadDone(int queue) => reading.Read(
        "SELECT sequence, id FROM queued WHERE queue = $1 AND priority < 0", static row => All(row, static row => (row.GetInt64(0), Id(row, 1))), PostgresParameters.Of(queue));

    public byte[]? ReadItem(string scope, string key) => reading.Read(
        "SELECT value FROM item WHERE instance = $1 AND scope = $2 AND key = $3", static row => row.Read() ? Bytes(row, 0) : null, Owner(scope), Text(scope), Key(key));

    public IReadOnlyList<StateItem> ReadItems(string scope) => ReadPage(scope, null, int.MaxValue);

    public IReadOnlyList<StateItem> ReadItems(string scope, string after, int most) => ReadPage(scope, after.Length == 0 ? null : after, most);

    public IReadOnlyList<string> Scopes(string prefix) => reading.Read(
        "SELECT DISTINCT scope FROM item WHERE instance IN ('', $1) AND starts_with(scope, $2) ORDER BY scope", static row => All(row, static row => Text(row, 0)), Instance, Text(prefix));

    public ProductFile? FindProductFile(string path) => reading.Read(
        "SELECT length, is_open FROM product_file WHERE instance = $1 AND path = $2", static row => row.Read() ? new ProductFile(row.GetInt64(0), row.GetBoolean(1)) : null, Instance, Key(path));

    public bool HasProduct(string path, MessageId id, string configuration) => reading.Read(
        "SELECT 1 FROM product WHERE path = $1 AND id = $2 AND configuration = $3", static row => row.Read(), Key(path), PostgresParameters.Of(id), Text(configuration));

    public IReadOnlyList<MessageId> ReadProductIds(string path, string configuration, int most) => reading.Read(
        "SELECT id FROM product WHERE path = $1 AND configuration = $2 LIMIT $3", static row => All(row, static row => Id(row, 0)), Key(path), Text(configuration), PostgresParameters.Of((long)most));

    public IReadOnlyList<Product> ReadProducts(string? path, int most) => path is null
        ? reading.Read($"SELECT {ProductColumns} FROM product ORDER BY at DESC, \"offset\" DESC LIMIT $1", Products, PostgresParameters.Of((long)most))
        : reading.Read($"SELECT {ProductColumns} FROM product WHERE path = $2 ORDER BY at DESC, \"offset\" DESC LIMIT $1", Products, PostgresParameters.Of((long)most), Key(path));

    public long CountDeadLetters() => reading.Read("SELECT count(*) FROM dead_letter", Number);

    public IReadOnlyList<StoredDeadLetter> ReadDeadLetters(long after, int most) => reading.Read(
        """
        SELECT number, plan, action, id, kind, source, position, "offset", metadata, class, reason, advice, attempts, at, configuration, body,
            payload, (SELECT length FROM payload WHERE hash = dead_letter.payload)
        FROM dead_letter WHERE number > $1 ORDER BY number LIMIT $2
        """,
        static row => All(row, Letter), PostgresParameters.Of(after), PostgresParameters.Of((long)most));

    public IReadOnlyList<FlowRun> ReadRuns(long below, int most) => reading.Read(
        "SELECT number, start, \"end\", ended, configuration, version, host, process, instance FROM run WHERE number < $1 ORDER BY number DESC LIMIT $2",
        static row => All(row, Run), PostgresParameters.Of(below), PostgresParameters.Of((long)most));

    public Lease? FindLease(string name) => FindLease(name, location.Instance);

    public Lease? FindLease(string name, string instance) =>
        reading.Read(RunChanges.SelectLease, row => row.Read() ? RunChanges.ReadLease(name, row) : null, PostgresParameters.Of(instance), PostgresParameters.Of(name));

    public void Dispose()
    {
        reading.Dispose();
        reading.Connections.Dispose();
    }

    private List<StateItem> ReadPage(string scope, string? after, int most) => reading.Read(
        """
        SELECT coalesce(item.whole, item.key), item.value, item.payload, payload.length FROM item LEFT JOIN payload ON payload.hash = item.payload
        WHERE instance = $1 AND scope = $2 AND ($3 IS NULL OR key > $3) ORDER BY item.key LIMIT $4
        """,
        static row => All(row, static row => new StateItem(Text(row, 0), Bytes(row, 1), Payload(row, 2))),
        Owner(scope), Text(scope), PostgresParameters.Of(after is null ? null : PostgresText.Key(after)), PostgresParameters.Of((long)most));

    private NpgsqlParameter Owner(string scope) => PostgresParameters.Of(ItemChanges.InstanceOf(scope, location.Instance));

    private static NpgsqlParameter Text(string text) => PostgresParameters.Of(PostgresText.Encode(text));

    private static NpgsqlParameter Key(string text) => PostgresParameters.Of(PostgresText.Key(text));

    private static List<T> All<T>(NpgsqlDataReader row, Func<NpgsqlDataReader, T> read)
    {
        var all = new List<T>();
        while (row.Read())
            all.Add(read(row));
        return all;
    }

    private static List<QueueInfo> QueueInfos(NpgsqlDataReader row) => All(
        row, static row => new QueueInfo(row.GetInt32(0), Text(row, 1), row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? null : Time(row, 4)));

    private static List<Product> Products(NpgsqlDataReader row) => All(row, static row => new Product(
        Text(row, 0), Id(row, 1), row.GetInt64(2), row.GetInt64(3), Text(row, 4), Text(row, 5), Text(row, 6), Text(row, 7), Text(row, 8), row.GetInt32(9), Time(row, 10), StoredRecord.ToLineage(Bytes(row, 11)))
    {
        Run = row.GetInt64(12),
        Tries = StoredRecord.ToTries(row.IsDBNull(13) ? [] : Bytes(row, 13)),
        Part = row.IsDBNull(14) ? null : Text(row, 14),
    });

    private static StoredDeadLetter Letter(NpgsqlDataReader row)
    {
        var letter = new DeadLetter(
            Id(row, 3), StoredRecord.ToKind(Text(row, 4)), new Origin(Text(row, 5), Text(row, 6), row.GetInt64(7)), StoredRecord.ToMetadata(Bytes(row, 8)), Text(row, 1), Text(row, 2),
            StoredRecord.ToFailure(Text(row, 9), Text(row, 10), row.IsDBNull(11) ? null : Text(row, 11)), row.GetInt32(12), Time(row, 13));
        return new StoredDeadLetter(row.GetInt64(0), letter, Text(row, 14), Bytes(row, 15), Payload(row, 16));
    }

    private static FlowRun Run(NpgsqlDataReader row) => new(
        row.GetInt64(0), Time(row, 1), row.IsDBNull(2) ? null : Time(row, 2),
        row.IsDBNull(3) ? null : Enum.TryParse<RunEnd>(row.GetString(3), out var end) ? end : RunEnd.Failed,
        Text(row, 4), Text(row, 5), new ProcessIdentity(row.GetString(6), row.GetInt32(7)))
    {
        Instance = row.GetString(8),
    };

    private static long Number(NpgsqlDataReader row) => row.Read() ? row.GetInt64(0) : 0;

    private static string Text(NpgsqlDataReader row, int column) => PostgresText.Decode(row.GetString(column));

    private static byte[] Bytes(NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    private static MessageId Id(NpgsqlDataReader row, int column) => PostgresParameters.Id(row.GetGuid(column));

    private static DateTimeOffset Time(NpgsqlDataReader row, int column) => StoredRecord.ToTime(row.GetInt64(column));

    /// <summary>A payload of a hash, and the length in the column behind it.</summary>
    private static PayloadReference? Payload(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new PayloadReference(row.GetString(column), row.IsDBNull(column + 1) ? 0 : row.GetInt64(column + 1));
}
