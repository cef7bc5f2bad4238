using Windrow.Core.Errors;
using Windrow.Core.State;
using Windrow.Storage.Records;

namespace Windrow.Storage.Postgres.Changes;

/// <summary>Changes to the dead letters, which all instances have in common.</summary>
internal sealed class LetterChanges(StatementBatch batch, string instance)
{
    public void Put(DeadLetter letter, string configuration, ReadOnlySpan<byte> body, PayloadReference? payload)
    {
        batch.Add(
            """
            INSERT INTO dead_letter(plan, action, id, kind, source, position, "offset", metadata, class, reason, advice, attempts, at, configuration, payload, body, instance)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            ON CONFLICT (plan, action, id) DO UPDATE SET class = excluded.class, reason = excluded.reason, advice = excluded.advice,
                attempts = excluded.attempts, at = excluded.at, configuration = excluded.configuration, payload = excluded.payload, body = excluded.body, instance = excluded.instance
            """,
            PostgresParameters.Of(PostgresText.Encode(letter.Plan)), PostgresParameters.Of(PostgresText.Encode(letter.Action)), PostgresParameters.Of(letter.Id), PostgresParameters.Of(letter.Kind.ToString()),
            PostgresParameters.Of(PostgresText.Encode(letter.Origin.Source)), PostgresParameters.Of(PostgresText.Encode(letter.Origin.Position)), PostgresParameters.Of(letter.Origin.Offset),
            PostgresParameters.Of(StoredRecord.Bytes(letter.Metadata)), PostgresParameters.Of(letter.Failure.Class.ToString()), PostgresParameters.Of(PostgresText.Encode(StoredRecord.ReasonOf(letter.Failure))),
            PostgresParameters.Of(letter.Failure.Advice is { } advice ? PostgresText.Encode(advice) : null), PostgresParameters.Of(letter.Attempts), PostgresParameters.Of(letter.At.UtcTicks),
            PostgresParameters.Of(configuration), PostgresParameters.Of(payload?.Hash), PostgresParameters.Of(body.ToArray()), PostgresParameters.Of(instance));
        batch.Weigh(body.Length);
    }

    public void Remove(long number) => batch.Add("DELETE FROM dead_letter WHERE number = $1", PostgresParameters.Of(number));

    public long Remove(DateTimeOffset before, int most) => batch.Read(
        "WITH gone AS (DELETE FROM dead_letter WHERE number IN (SELECT number FROM dead_letter WHERE at < $1 ORDER BY number LIMIT $2) RETURNING 1) SELECT count(*) FROM gone",
        static reader => reader.Read() ? reader.GetInt64(0) : 0,
        PostgresParameters.Of(before.UtcTicks), PostgresParameters.Of(most));
}
