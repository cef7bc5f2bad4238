using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Expectations;

/// <summary>What the state store keeps of an expectation: a result that came, or what was told of a time.</summary>
/// <param name="Arrival">Null: what was told.</param>
internal sealed record ExpectationRow(DateTime Slot, Arrival? Arrival, bool IsDuplicate = false, OccurrenceState Told = OccurrenceState.Waiting, string? Culprit = null)
{
    public const string ScopePrefix = "expect/";

    /// <summary>The key of the moment from which on the expectation is judged.</summary>
    public const string SinceKey = "since";

    private const string SlotForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public string Key => Arrival is null ? KeyOf(Slot, 't', "") : IsDuplicate ? KeyOf(Slot, 'd', $"{Arrival.Id}{Arrival.Key}") : KeyOf(Slot, 'a', Arrival.Key);

    public static string ScopeOf(Expectation expectation) => $"{ScopePrefix}{expectation.Plan}/{expectation.Name}";

    /// <summary>The keys of all that is kept of a time.</summary>
    public static IEnumerable<string> KeysOf(Occurrence occurrence) => occurrence.Arrivals.Select(arrival => new ExpectationRow(occurrence.Slot, arrival).Key)
        .Concat(occurrence.Duplicates.Select(arrival => new ExpectationRow(occurrence.Slot, arrival, IsDuplicate: true).Key))
        .Append(new ExpectationRow(occurrence.Slot, null).Key);

    public byte[] ToBytes()
    {
        if (Arrival is null)
            return [(byte)Told, .. Encoding.UTF8.GetBytes(Culprit ?? "")];
        var bytes = new byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Arrival.At.Ticks);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), Arrival.Id.High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), Arrival.Id.Low);
        return bytes;
    }

    public static byte[] Bytes(DateTime moment)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, moment.Ticks);
        return bytes;
    }

    public static DateTime? Moment(byte[]? bytes) =>
        bytes is { Length: 8 } && BinaryPrimitives.ReadInt64LittleEndian(bytes) is >= 0 and var ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;

    /// <summary>The row that an expectation begins with: from when on it is judged, and what it is.</summary>
    public static byte[] Since(DateTime moment, Expectation expectation) => [.. Bytes(moment), .. Encoding.UTF8.GetBytes(expectation.Declaration)];

    /// <returns>Null: the row is of another expectation of that name.</returns>
    public static DateTime? SinceOf(byte[]? row, Expectation expectation) =>
        row is { Length: >= 8 } && row.AsSpan(8).SequenceEqual(Encoding.UTF8.GetBytes(expectation.Declaration)) ? Moment(row[..8]) : null;

    /// <returns>Null: it is no such row, and is left as it is.</returns>
    public static ExpectationRow? Read(string key, ReadOnlySpan<byte> value)
    {
        var length = "2026-01-01T00:00:00Z".Length;
        if (key.Length < length + 2 || !DateTime.TryParseExact(key.AsSpan(0, length), SlotForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var slot))
            return null;
        var rest = key[(length + 2)..];
        if (key[length + 1] == 't')
            return value.Length > 0 ? new ExpectationRow(slot, null, Told: (OccurrenceState)value[0], Culprit: value.Length > 1 ? Encoding.UTF8.GetString(value[1..]) : null) : null;
        if (value.Length != 24 || (key[length + 1] == 'd' && rest.Length < 32))
            return null;
        var id = new MessageId(BinaryPrimitives.ReadUInt64LittleEndian(value[8..]), BinaryPrimitives.ReadUInt64LittleEndian(value[16..]));
        var at = new DateTime(BinaryPrimitives.ReadInt64LittleEndian(value), DateTimeKind.Utc);
        var isDuplicate = key[length + 1] == 'd';
        return new ExpectationRow(slot, new Arrival(isDuplicate ? rest[32..] : rest, id, at), isDuplicate);
    }

    private static string KeyOf(DateTime slot, char kind, string rest) => $"{slot.ToString(SlotForm, CultureInfo.InvariantCulture)} {kind}{rest}";
}
