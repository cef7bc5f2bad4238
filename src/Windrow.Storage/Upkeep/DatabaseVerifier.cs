using System.Security.Cryptography;
using Npgsql;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.State;
using Windrow.Storage.Postgres;

namespace Windrow.Storage.Upkeep;

/// <summary>
/// Reads all of a flow's state in a database and tells what is damaged: the checksum of every message, every payload against its hash, and how many rows
/// hold each. It changes nothing, and may run beside the flow. The database's own structure is for <c>pg_amcheck</c>.
/// </summary>
public sealed class DatabaseVerifier
{
    private static readonly string[] Tables = ["instance", "queue", "queued", "item", "dead_letter", "product", "collected_set", "collected_member", "collected_emission", "payload"];

    private readonly NpgsqlConnection _connection;
    private readonly List<string> _problems = [];
    private long _problemCount;

    private DatabaseVerifier(NpgsqlConnection connection) => _connection = connection;

    /// <exception cref="StateException">The database cannot be read at all.</exception>
    public static StateReport Verify(StateLocation location)
    {
        using var connections = new PostgresConnections(location, InstanceSession.NameOf(ProcessIdentity.This, 0));
        using var connection = connections.Open();
        return PostgresErrors.Translating(connections.Address, () =>
        {
            // One view of all tables, while the flow goes on.
            using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
            var schema = PostgresSchema.VersionOf(connection, connections.Schema);
            if (PostgresSchema.Refusal(schema, connections) is { } refusal)
                throw new StateException(StateTrouble.Unusable, refusal);
            return new DatabaseVerifier(connection).Verify($"{location}", schema);
        });
    }

    private StateReport Verify(string location, long schema)
    {
        VerifyMessages("SELECT queue || '/' || sequence, body FROM queued WHERE priority >= 0 ORDER BY queue, sequence", "message");
        VerifyMessages("SELECT number::text, body FROM dead_letter WHERE length(body) > 0 ORDER BY number", "dead letter");
        var counts = Tables.Select(table => KeyValuePair.Create(table, Number($"SELECT count(*) FROM {table}"))).ToList();
        var (payloads, bytes) = VerifyPayloads();
        foreach (var wrong in Texts("""
            SELECT coalesce(hash, payload) || ' is held by ' || coalesce(times, 0) || ' rows, and ' || coalesce(holders, 0) || ' are noted'
            FROM payload FULL JOIN (
                SELECT payload, count(*) AS times FROM (
                    SELECT payload FROM queued UNION ALL SELECT payload FROM item UNION ALL SELECT payload FROM dead_letter UNION ALL SELECT payload FROM collected_member UNION ALL SELECT payload FROM kept) AS each
                WHERE payload IS NOT NULL GROUP BY payload) AS named ON hash = payload
            WHERE holders IS DISTINCT FROM times
            """))
            Problem($"the payload {wrong}");
        var isInUse = Number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND ((classid::bigint << 32) | objid::bigint) IN (SELECT hashtextextended('windrow ' || current_schema() || ' ' || name, 0) FROM instance)") > 0;
        return new StateReport(location, schema, isInUse, counts, payloads, bytes, Number("SELECT count(*) FROM kept"), 0, _problems, _problemCount);
    }

    private void VerifyMessages(string sql, string what)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (!MessageBinary.IsWhole(rows.GetFieldValue<byte[]>(1)))
                Problem($"{what} {rows.GetString(0)} does not have its checksum");
        }
    }

    private (long Count, long Bytes) VerifyPayloads()
    {
        var (count, bytes) = (0L, 0L);
        using var command = new NpgsqlCommand("SELECT hash, length, bytes FROM payload LEFT JOIN payload_part USING (hash) ORDER BY hash, number", _connection);
        using var rows = command.ExecuteReader();
        string? hash = null;
        var (length, read) = (0L, 0L);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (rows.Read())
        {
            if (rows.GetString(0) is var next && next != hash)
            {
                End();
                (hash, length, read) = (next, rows.GetInt64(1), 0);
            }

            if (rows.IsDBNull(2))
                continue;
            var part = rows.GetFieldValue<byte[]>(2);
            digest.AppendData(part);
            read += part.Length;
        }

        End();
        return (count, bytes);

        void End()
        {
            var found = Convert.ToHexStringLower(digest.GetHashAndReset());
            if (hash is null)
                return;
            if (found == hash && read == length)
                (count, bytes) = (count + 1, bytes + length);
            else
                Problem($"the payload {hash} does not hold what was stored");
        }
    }

    private void Problem(string text)
    {
        if (_problemCount++ < StateReport.MostProblems)
            _problems.Add(text);
    }

    private long Number(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        return (long)command.ExecuteScalar()!;
    }

    private List<string> Texts(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
            texts.Add(rows.GetString(0));
        return texts;
    }
}
