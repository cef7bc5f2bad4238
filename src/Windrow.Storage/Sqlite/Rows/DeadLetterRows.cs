using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.State;
using Windrow.Storage.Records;

namespace Windrow.Storage.Sqlite.Rows;

/// <summary>Changes to the dead letters.</summary>
internal sealed class DeadLetterRows(StatementSet statements, PayloadRows payloads)
{
    private readonly ByteWriter _writer = new();

    public void Put(DeadLetter letter, string configuration, ReadOnlySpan<byte> body, PayloadReference? payload)
    {
        payloads.Hold(payload);
        var before = statements["SELECT payload FROM dead_letter WHERE plan = ?1 AND action = ?2 AND id = ?3"];
        before.BindText(1, letter.Plan);
        before.BindText(2, letter.Action);
        before.BindId(3, letter.Id);
        payloads.RunAndLetGo(before);
        var put = statements["""
            INSERT INTO dead_letter(plan, action, id, kind, source, position, offset, metadata, class, reason, advice, attempts, at, configuration, payload, body)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            ON CONFLICT(plan, action, id) DO UPDATE SET class = excluded.class, reason = excluded.reason, advice = excluded.advice,
                attempts = excluded.attempts, at = excluded.at, configuration = excluded.configuration, payload = excluded.payload, body = excluded.body
            """];
        put.BindText(1, letter.Plan);
        put.BindText(2, letter.Action);
        put.BindId(3, letter.Id);
        put.BindText(4, letter.Kind.ToString());
        put.BindText(5, letter.Origin.Source);
        put.BindText(6, letter.Origin.Position);
        put.Bind(7, letter.Origin.Offset);
        _writer.Clear();
        MetadataBinary.Write(_writer, letter.Metadata);
        put.Bind(8, _writer.Written);
        put.BindText(9, letter.Failure.Class.ToString());
        put.BindText(10, StoredRecord.ReasonOf(letter.Failure));
        if (letter.Failure.Advice is { } advice)
            put.BindText(11, advice);
        else
            put.BindNull(11);
        put.Bind(12, letter.Attempts);
        put.Bind(13, letter.At.UtcTicks);
        put.BindText(14, configuration);
        put.BindPayload(15, payload);
        put.Bind(16, body);
        put.Run();
    }

    public void Remove(long number)
    {
        var remove = statements["DELETE FROM dead_letter WHERE number = ?1 RETURNING payload"];
        remove.Bind(1, number);
        payloads.RunAndLetGo(remove);
    }

    public long Remove(DateTimeOffset before, int most)
    {
        var old = statements["SELECT number FROM dead_letter WHERE at < ?1 ORDER BY number LIMIT ?2"];
        old.Bind(1, before.UtcTicks);
        old.Bind(2, most);
        var numbers = new List<long>();
        while (old.Step())
            numbers.Add(old.Int64(0));
        old.Reset();
        foreach (var number in numbers)
            Remove(number);
        return numbers.Count;
    }
}
