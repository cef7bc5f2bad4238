using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Storage.Postgres.Changes;

/// <summary>
/// Changes to durable queues, gathered into one statement for each kind of them. New rows are written first: what else happens to
/// a row does not depend on it. But a message that a queue has, or had until this transaction, is found out by the server only: the
/// transaction is made again then, with that known.
/// </summary>
internal sealed class QueueChanges(StatementBatch batch, string instance)
{
    private readonly Rows _rows = new();
    private readonly Dictionary<(int Queue, long Sequence), (int Attempts, long NotBefore)> _postponed = [];
    private readonly HashSet<(int Queue, long Sequence)> _done = [];
    private readonly HashSet<(int Queue, long Sequence)> _dequeued = [];

    // By what is in the queue as far as this transaction knows.
    private readonly Dictionary<(int Queue, Guid Id), long> _present = [];
    private readonly Dictionary<(int Queue, Guid Id), long> _stored = [];
    private long _sequence;
    private long _sequenceAtBegin;

    /// <summary>The last sequence number that was given.</summary>
    public long Sequence
    {
        get => _sequence;
        set => _sequence = value;
    }

    public void Begin()
    {
        _sequenceAtBegin = _sequence;
        Clear();
        _present.Clear();
    }

    public void Rollback() => _sequence = _sequenceAtBegin;

    /// <summary>The next group has other messages.</summary>
    public void Forget() => _stored.Clear();

    /// <summary>Looks up which of the messages of a transaction that failed are in the queues, for its next try. To be called after its end.</summary>
    public void LookUp(Npgsql.NpgsqlConnection connection)
    {
        using var command = new Npgsql.NpgsqlCommand("SELECT queue, id, sequence FROM queued JOIN unnest($1, $2) AS wanted(of_queue, of_id) ON queue = of_queue AND id = of_id", connection);
        command.Parameters.Add(PostgresParameters.Of(_present.Keys.Select(static key => key.Queue).ToArray()));
        command.Parameters.Add(PostgresParameters.Of(_present.Keys.Select(static key => key.Id).ToArray()));
        using var reader = command.ExecuteReader();
        while (reader.Read())
            _stored[(reader.GetInt32(0), reader.GetGuid(1))] = reader.GetInt64(2);
    }

    public int AddQueue(string name)
    {
        batch.Add("INSERT INTO queue(instance, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", PostgresParameters.Of(instance), PostgresParameters.Of(PostgresText.Encode(name)));
        return batch.Read("SELECT number FROM queue WHERE instance = $1 AND name = $2", Number, PostgresParameters.Of(instance), PostgresParameters.Of(PostgresText.Encode(name)));

        static int Number(Npgsql.NpgsqlDataReader reader)
        {
            reader.Read();
            return reader.GetInt32(0);
        }
    }

    public void DropQueue(int queue)
    {
        Emit();
        batch.Add("DELETE FROM queued WHERE queue = $1", PostgresParameters.Of(queue));
        batch.Add("DELETE FROM queue WHERE number = $1", PostgresParameters.Of(queue));
        foreach (var key in _present.Keys.Where(key => key.Queue == queue).ToList())
            _present.Remove(key);
        foreach (var key in _stored.Keys.Where(key => key.Queue == queue).ToList())
            _dequeued.Add((queue, _stored[key]));
    }

    public long Enqueue(int queue, MessageId id, int priority, long? key, DateTimeOffset at, ReadOnlySpan<byte> body, long bytes, PayloadReference? payload)
    {
        var uuid = PostgresParameters.Uuid(id);
        if (_present.TryGetValue((queue, uuid), out var sequence) || _stored.TryGetValue((queue, uuid), out sequence))
        {
            if (!_dequeued.Contains((queue, sequence)) && !_gone.Contains((queue, sequence)))
                return 0;

            // It goes, and then comes again.
            Emit();
        }

        _present[(queue, uuid)] = ++_sequence;
        if (_rows.Add(queue, _sequence, uuid, priority, key, at.UtcTicks, bytes, payload?.Hash, body.ToArray()))
            Emit();
        return _sequence;
    }

    // Removed by what was emitted before.
    private readonly HashSet<(int Queue, long Sequence)> _gone = [];

    public void Raise(int queue, int priority, long? key)
    {
        Emit();
        if (key is { } order)
            batch.Add("UPDATE queued SET priority = $2 WHERE queue = $1 AND key = $3 AND priority >= 0 AND priority < $2", PostgresParameters.Of(queue), PostgresParameters.Of(priority), PostgresParameters.Of(order));
        else
            batch.Add("UPDATE queued SET priority = $2 WHERE queue = $1 AND priority >= 0 AND priority < $2", PostgresParameters.Of(queue), PostgresParameters.Of(priority));
    }

    public void Dequeue(int queue, long sequence) => _dequeued.Add((queue, sequence));

    public void MarkDone(int queue, long sequence) => _done.Add((queue, sequence));

    public void Postpone(int queue, long sequence, int attempts, DateTimeOffset notBefore) => _postponed[(queue, sequence)] = (attempts, notBefore.UtcTicks);

    /// <summary>Adds what has gathered to the batch.</summary>
    public void Emit()
    {
        _rows.Emit(batch);
        if (_postponed.Count > 0)
        {
            batch.Add(
                "UPDATE queued SET attempts = to_attempts, not_before = to_time FROM unnest($1, $2, $3, $4) AS wanted(of_queue, of_sequence, to_attempts, to_time) WHERE queue = of_queue AND sequence = of_sequence",
                PostgresParameters.Of([.. _postponed.Keys.Select(static key => key.Queue)]), PostgresParameters.Of(_postponed.Keys.Select(static key => key.Sequence).ToArray()),
                PostgresParameters.Of([.. _postponed.Values.Select(static value => value.Attempts)]), PostgresParameters.Of(_postponed.Values.Select(static value => value.NotBefore).ToArray()));
        }

        Emit(_done, "UPDATE queued SET priority = -1, key = NULL, bytes = 0, payload = NULL, body = '' FROM unnest($1, $2) AS wanted(of_queue, of_sequence) WHERE queue = of_queue AND sequence = of_sequence");
        Emit(_dequeued, "DELETE FROM queued USING unnest($1, $2) AS wanted(of_queue, of_sequence) WHERE queue = of_queue AND sequence = of_sequence");
        _gone.UnionWith(_dequeued);
        _postponed.Clear();
        _done.Clear();
        _dequeued.Clear();
    }

    private void Emit(HashSet<(int Queue, long Sequence)> rows, string sql)
    {
        if (rows.Count == 0)
            return;
        var (queues, sequences) = (new int[rows.Count], new long[rows.Count]);
        var at = 0;
        foreach (var (queue, sequence) in rows)
            (queues[at], sequences[at++]) = (queue, sequence);
        batch.Add(sql, PostgresParameters.Of(queues), PostgresParameters.Of(sequences));
    }

    private void Clear()
    {
        _rows.Clear();
        _postponed.Clear();
        _done.Clear();
        _dequeued.Clear();
        _gone.Clear();
    }

    /// <summary>New rows, column by column.</summary>
    private sealed class Rows
    {
        private const long MostBytes = 4 << 20;

        private readonly List<int> _queues = [];
        private readonly List<long> _sequences = [];
        private readonly List<Guid> _ids = [];
        private readonly List<int> _priorities = [];
        private readonly List<long?> _keys = [];
        private readonly List<long> _arrived = [];
        private readonly List<long> _sizes = [];
        private readonly List<string?> _payloads = [];
        private readonly List<byte[]?> _bodies = [];
        private long _bytes;

        /// <returns>Whether they are many bytes by now.</returns>
        public bool Add(int queue, long sequence, Guid id, int priority, long? key, long arrived, long size, string? payload, byte[] body)
        {
            _queues.Add(queue);
            _sequences.Add(sequence);
            _ids.Add(id);
            _priorities.Add(priority);
            _keys.Add(key);
            _arrived.Add(arrived);
            _sizes.Add(size);
            _payloads.Add(payload);
            _bodies.Add(body);
            _bytes += body.Length;
            return _bytes > MostBytes;
        }

        public void Emit(StatementBatch batch)
        {
            if (_queues.Count == 0)
                return;
            batch.Add(
                """
                INSERT INTO queued(queue, sequence, id, priority, key, arrived, attempts, not_before, bytes, payload, body)
                SELECT queue, sequence, id, priority, key, arrived, 0, 0, bytes, payload, body
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) AS r(queue, sequence, id, priority, key, arrived, bytes, payload, body)
                """,
                PostgresParameters.Of(_queues.ToArray()), PostgresParameters.Of(_sequences.ToArray()), PostgresParameters.Of(_ids.ToArray()), PostgresParameters.Of(_priorities.ToArray()),
                PostgresParameters.Of(_keys.ToArray()), PostgresParameters.Of(_arrived.ToArray()), PostgresParameters.Of(_sizes.ToArray()), PostgresParameters.Of(_payloads.ToArray()), PostgresParameters.Of(_bodies.ToArray()));
            batch.Weigh(_bytes);
            Clear();
        }

        public void Clear()
        {
            _queues.Clear();
            _sequences.Clear();
            _ids.Clear();
            _priorities.Clear();
            _keys.Clear();
            _arrived.Clear();
            _sizes.Clear();
            _payloads.Clear();
            _bodies.Clear();
            _bytes = 0;
        }
    }
}
