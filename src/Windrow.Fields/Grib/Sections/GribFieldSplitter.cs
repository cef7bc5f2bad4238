using System.Buffers;
using System.Buffers.Binary;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Sections;

/// <summary>
/// Takes the fields of a GRIB2 message that holds several, which repeat only the sections in which they differ, and makes
/// a message of each. Use: <c>while (splitter.TryNext(out message, out offset, out defect))</c>.
/// </summary>
/// <param name="message">A message whose sections tile it; see <see cref="GribSections.TryParse"/>.</param>
internal sealed class GribFieldSplitter(ReadOnlyMemory<byte> message)
{
    private const byte SameBitmap = 254;

    /// <summary>Fields may share large sections; what they have together is bounded, so that a small input stays a small job.</summary>
    private const long MostGrowth = 64;
    private const long AlwaysAllowed = 64L << 20;

    private readonly Range[] _sections = new Range[8];
    private readonly ArrayBufferWriter<byte> _field = new();
    private Range _bitmap;
    private int _position = 16;
    private long _made;

    /// <param name="field">The next field as a message; valid until the next call.</param>
    /// <param name="offset">Where its first own section is in the message; 0 for the first field.</param>
    /// <param name="defect">What is wrong with the rest of the message, when there is no next field for that reason.</param>
    public bool TryNext(out ReadOnlyMemory<byte> field, out int offset, out GribDefect? defect)
    {
        var octets = message.Span;
        field = default;
        defect = null;
        offset = _position == 16 ? 0 : _position;
        while (_position < octets.Length - 4)
        {
            var number = octets[_position + 4];
            var length = BinaryPrimitives.ReadInt32BigEndian(octets[_position..]);
            _sections[number] = _position..(_position + length);
            if (number == 6 && length > 5 && octets[_position + 5] != SameBitmap)
                _bitmap = _sections[6];
            else if (number == 6 && length > 5 && _bitmap.End.Value > 0)
                _sections[6] = _bitmap;
            _position += length;
            if (number != 7)
                continue;
            if (!TryMake(octets))
            {
                defect = new GribDefect(offset, $"the fields of the message repeat so much that they would be more than {MostGrowth} times as long as it");
                _position = octets.Length;
                return false;
            }

            field = _field.WrittenMemory;
            return true;
        }

        return false;
    }

    private bool TryMake(ReadOnlySpan<byte> octets)
    {
        var length = 16L + 4;
        for (var number = 1; number <= 7; number++)
            length += _sections[number].End.Value - _sections[number].Start.Value;
        _made += length;
        if (_made > AlwaysAllowed + (MostGrowth * octets.Length) || length > Array.MaxLength)
            return false;
        _field.ResetWrittenCount();
        var start = _field.GetSpan(16)[..16];
        octets[..16].CopyTo(start);
        BinaryPrimitives.WriteInt64BigEndian(start[8..], length);
        _field.Advance(16);
        for (var number = 1; number <= 7; number++)
            _field.Write(octets[_sections[number]]);
        _field.Write("7777"u8);
        return true;
    }
}
