using System.Security.Cryptography;
using Npgsql;
using Windrow.Core.Binary;
using Windrow.Core.Payloads;
using Windrow.Core.State;

namespace Windrow.Storage.Postgres;

/// <summary>
/// Large payloads in the database, by the SHA-256 of their content and in parts, so that every host that works on the flow has them. What somebody is about to name is held
/// by a row of its own, which a crash leaves and the next opening removes.
/// </summary>
/// <param name="submit">Takes what is to be written with the next group.</param>
internal sealed class PostgresPayloads(PostgresReading reading, string instance, System.Action<StateWrite> submit) : IPayloadStore
{
    /// <summary>Bytes of a part: large enough that rows cost little, small enough that none is in memory many times over.</summary>
    public const int PartBytes = 1 << 20;

    private readonly Lock _lock = new();

    // Numbers of the rows that hold what is about to be named.
    private readonly Dictionary<string, Stack<long>> _kept = new(StringComparer.Ordinal);

    public PayloadReference Keep(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        var payload = new PayloadReference(Convert.ToHexStringLower(digest), bytes.Length);
        long number;
        while (!TryWrite(payload, bytes, out number))
        {
        }

        lock (_lock)
        {
            if (!_kept.TryGetValue(payload.Hash, out var numbers))
                _kept.Add(payload.Hash, numbers = new Stack<long>());
            numbers.Push(number);
        }

        return payload;
    }

    public void Release(PayloadReference payload)
    {
        long number;
        lock (_lock)
        {
            var numbers = _kept[payload.Hash];
            number = numbers.Pop();
            if (numbers.Count == 0)
                _kept.Remove(payload.Hash);
        }

        submit(new ReleaseWrite(number));
    }

    public NativeBuffer Read(PayloadReference payload)
    {
        var buffer = NativeBufferPool.Shared.Rent(checked((int)payload.Length));
        try
        {
            var length = reading.Read(
                "SELECT bytes FROM payload_part WHERE hash = $1 ORDER BY number",
                reader => Copy(reader, buffer.GetSpan()[..(int)payload.Length]),
                PostgresParameters.Of(payload.Hash));
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(buffer.GetSpan()[..(int)payload.Length], digest);
            if (length == payload.Length && Convert.ToHexStringLower(digest) == payload.Hash)
                return buffer;
            throw new CorruptDataException($"the payload {payload.Hash} in {reading.Connections.Address} {(length == 0 && payload.Length > 0 ? "is not there" : "does not hold what was stored")}");
        }
        catch
        {
            buffer.Return();
            throw;
        }
    }

    /// <returns>False: it met with others that write, and comes again.</returns>
    private bool TryWrite(PayloadReference payload, ReadOnlySpan<byte> bytes, out long number)
    {
        number = 0;
        try
        {
            using var connection = reading.Connections.Open();
            using var transaction = connection.BeginTransaction();
            if (IsNew(connection, payload))
                WriteParts(connection, payload.Hash, bytes);
            using (var keep = Command(connection, "INSERT INTO kept(instance, payload) VALUES ($1, $2) RETURNING number", PostgresParameters.Of(instance), PostgresParameters.Of(payload.Hash)))
                number = (long)keep.ExecuteScalar()!;
            transaction.Commit();
            return true;
        }
        catch (Exception exception) when (PostgresErrors.IsCollision(exception))
        {
            return false;
        }
        catch (Exception exception) when (exception is not StateException)
        {
            throw PostgresErrors.Translate(reading.Connections.Address, exception);
        }
    }

    // The row of a payload that is about to go is waited for, and made anew when it has gone.
    private static bool IsNew(NpgsqlConnection connection, PayloadReference payload)
    {
        using var add = Command(
            connection, "INSERT INTO payload(hash, length, holders) VALUES ($1, $2, 0) ON CONFLICT (hash) DO UPDATE SET length = excluded.length RETURNING xmax = 0",
            PostgresParameters.Of(payload.Hash), PostgresParameters.Of(payload.Length));
        return (bool)add.ExecuteScalar()!;
    }

    private static void WriteParts(NpgsqlConnection connection, string hash, ReadOnlySpan<byte> bytes)
    {
        for (var (start, number) = (0, 0); start < bytes.Length; start += PartBytes, number++)
        {
            using var part = Command(
                connection, "INSERT INTO payload_part(hash, number, bytes) VALUES ($1, $2, $3)",
                PostgresParameters.Of(hash), PostgresParameters.Of(number), PostgresParameters.Of(bytes[start..Math.Min(bytes.Length, start + PartBytes)].ToArray()));
            part.ExecuteNonQuery();
        }
    }

    private static int Copy(NpgsqlDataReader reader, Span<byte> target)
    {
        var length = 0;
        while (reader.Read())
        {
            var part = reader.GetFieldValue<byte[]>(0);
            if (length + part.Length > target.Length)
                return -1;
            part.CopyTo(target[length..]);
            length += part.Length;
        }

        return length;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    private sealed class ReleaseWrite(long number) : StateWrite
    {
        public override bool MakesRoom => true;

        public override void Apply(IStateTransaction transaction) => ((PostgresTransaction)transaction).Release(number);

        public override void Completed(StateException? failure)
        {
            // When it could not be written the next opening removes it.
        }
    }
}
