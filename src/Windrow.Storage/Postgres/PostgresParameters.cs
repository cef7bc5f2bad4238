using System.Buffers.Binary;
using Npgsql;
using NpgsqlTypes;
using Windrow.Core.Messages;

namespace Windrow.Storage.Postgres;

/// <summary>Parameters of statements, each with its type, so that a null has one too; and ids as <c>uuid</c>.</summary>
internal static class PostgresParameters
{
    public static NpgsqlParameter Of(string? text) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)text ?? DBNull.Value };

    public static NpgsqlParameter Of(long number) => new NpgsqlParameter<long> { TypedValue = number };

    public static NpgsqlParameter Of(long? number) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (object?)number ?? DBNull.Value };

    public static NpgsqlParameter Of(int number) => new NpgsqlParameter<int> { TypedValue = number };

    public static NpgsqlParameter Of(bool flag) => new NpgsqlParameter<bool> { TypedValue = flag };

    public static NpgsqlParameter Of(MessageId id) => new NpgsqlParameter<Guid> { TypedValue = Uuid(id) };

    public static NpgsqlParameter Of(byte[]? bytes) => new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = (object?)bytes ?? DBNull.Value };

    public static NpgsqlParameter Of(int[] numbers) => new NpgsqlParameter<int[]> { TypedValue = numbers };

    public static NpgsqlParameter Of(long[] numbers) => new NpgsqlParameter<long[]> { TypedValue = numbers };

    public static NpgsqlParameter Of(long?[] numbers) => new NpgsqlParameter<long?[]> { TypedValue = numbers };

    public static NpgsqlParameter Of(bool[] flags) => new NpgsqlParameter<bool[]> { TypedValue = flags };

    public static NpgsqlParameter Of(Guid[] ids) => new NpgsqlParameter<Guid[]> { TypedValue = ids };

    public static NpgsqlParameter Of(string?[] texts) => new NpgsqlParameter<string?[]> { TypedValue = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    public static NpgsqlParameter Of(byte[]?[] bytes) => new NpgsqlParameter<byte[]?[]> { TypedValue = bytes, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    public static Guid Uuid(MessageId id)
    {
        Span<byte> octets = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(octets, id.High);
        BinaryPrimitives.WriteUInt64BigEndian(octets[8..], id.Low);
        return new Guid(octets, bigEndian: true);
    }

    public static MessageId Id(Guid uuid)
    {
        Span<byte> octets = stackalloc byte[16];
        uuid.TryWriteBytes(octets, bigEndian: true, out _);
        return new MessageId(BinaryPrimitives.ReadUInt64BigEndian(octets), BinaryPrimitives.ReadUInt64BigEndian(octets[8..]));
    }
}
