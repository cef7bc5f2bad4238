using System.Buffers.Binary;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Native.Sqlite;

namespace Windrow.Storage.Sqlite.Rows;

/// <summary>How ids, times and payloads stand in rows: 16 bytes, ticks of 100 ns in UTC, the hash.</summary>
internal static class RowValues
{
    public static void BindId(this SqliteStatement statement, int parameter, MessageId id)
    {
        Span<byte> octets = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(octets, id.High);
        BinaryPrimitives.WriteUInt64BigEndian(octets[8..], id.Low);
        statement.Bind(parameter, octets);
    }

    public static void BindPayload(this SqliteStatement statement, int parameter, PayloadReference? payload)
    {
        if (payload is null)
            statement.BindNull(parameter);
        else
            statement.BindText(parameter, payload.Hash);
    }

    public static MessageId Id(this SqliteStatement row, int column)
    {
        var octets = row.Blob(column);
        return octets.Length == 16
            ? new MessageId(BinaryPrimitives.ReadUInt64BigEndian(octets), BinaryPrimitives.ReadUInt64BigEndian(octets[8..]))
            : default;
    }

    public static DateTimeOffset Time(this SqliteStatement row, int column) => new(Math.Clamp(row.Int64(column), 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    /// <summary>A payload of a hash, and the length in the column behind it.</summary>
    public static PayloadReference? Payload(this SqliteStatement row, int column) =>
        row.IsNull(column) ? null : new PayloadReference(row.Text(column), row.Int64(column + 1));
}
