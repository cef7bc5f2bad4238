using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Native.Sqlite;

namespace Windrow.Storage.Sqlite.Rows;

/// <summary>Changes to durable queues and to the messages in them.</summary>
internal sealed class QueueRows
{
    private readonly StatementSet _statements;
    private readonly PayloadRows _payloads;

    // The two of the hot path, found without a look-up.
    private readonly SqliteStatement _enqueue;
    private readonly SqliteStatement _dequeue;
    private long _sequence;
    private long _sequenceAtBegin;

    public QueueRows(StatementSet statements, PayloadRows payloads)
    {
        _statements = statements;
        _payloads = payloads;
        _enqueue = statements["INSERT OR IGNORE INTO queued(sequence, queue, id, priority, key, arrived, attempts, not_before, bytes, payload, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7, ?8, ?9)"];
        _dequeue = statements["DELETE FROM queued WHERE sequence = ?1 RETURNING payload"];
        _sequence = statements.Number("SELECT coalesce(max(sequence), 0) FROM queued");
    }

    public void Begin() => _sequenceAtBegin = _sequence;

    public void Rollback() => _sequence = _sequenceAtBegin;

    public int AddQueue(string name)
    {
        var add = _statements["INSERT OR IGNORE INTO queue(name) VALUES(?1)"];
        add.BindText(1, name);
        add.Run();
        var number = _statements["SELECT number FROM queue WHERE name = ?1"];
        number.BindText(1, name);
        number.Step();
        var found = (int)number.Int64(0);
        number.Reset();
        return found;
    }

    public void DropQueue(int queue)
    {
        var rows = _statements["DELETE FROM queued WHERE queue = ?1 RETURNING payload"];
        rows.Bind(1, queue);
        _payloads.RunAndLetGo(rows);
        var name = _statements["DELETE FROM queue WHERE number = ?1"];
        name.Bind(1, queue);
        name.Run();
    }

    public long Enqueue(int queue, MessageId id, int priority, long? key, DateTimeOffset at, ReadOnlySpan<byte> body, long bytes, PayloadReference? payload)
    {
        _enqueue.Bind(1, _sequence + 1);
        _enqueue.Bind(2, queue);
        _enqueue.BindId(3, id);
        _enqueue.Bind(4, priority);
        if (key is { } order)
            _enqueue.Bind(5, order);
        else
            _enqueue.BindNull(5);
        _enqueue.Bind(6, at.UtcTicks);
        _enqueue.Bind(7, bytes);
        _enqueue.BindPayload(8, payload);
        _enqueue.Bind(9, body);
        _enqueue.Run();
        if (_statements.Database.Changes == 0)
            return 0;
        _payloads.Hold(payload);
        return ++_sequence;
    }

    public void Raise(int queue, int priority, long? key)
    {
        var raise = _statements[key is null
            ? "UPDATE queued SET priority = ?2 WHERE queue = ?1 AND priority >= 0 AND priority < ?2"
            : "UPDATE queued SET priority = ?2 WHERE queue = ?1 AND key = ?3 AND priority >= 0 AND priority < ?2"];
        raise.Bind(1, queue);
        raise.Bind(2, priority);
        if (key is { } order)
            raise.Bind(3, order);
        raise.Run();
    }

    public void Dequeue(long sequence)
    {
        _dequeue.Bind(1, sequence);
        _payloads.RunAndLetGo(_dequeue);
    }

    public void MarkDone(long sequence)
    {
        var payload = _statements["SELECT payload FROM queued WHERE sequence = ?1"];
        payload.Bind(1, sequence);
        _payloads.RunAndLetGo(payload);
        var mark = _statements["UPDATE queued SET priority = -1, key = NULL, bytes = 0, payload = NULL, body = x'' WHERE sequence = ?1"];
        mark.Bind(1, sequence);
        mark.Run();
    }

    public void Postpone(long sequence, int attempts, DateTimeOffset notBefore)
    {
        var postpone = _statements["UPDATE queued SET attempts = ?2, not_before = ?3 WHERE sequence = ?1"];
        postpone.Bind(1, sequence);
        postpone.Bind(2, attempts);
        postpone.Bind(3, notBefore.UtcTicks);
        postpone.Run();
    }
}
