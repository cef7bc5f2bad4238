using Windrow.Core.Messages;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>A member of an object as it was the last time, by its octets.</summary>
internal sealed class PlainMember
{
    private const int LongestValue = 96;

    private readonly byte[] _value = new byte[LongestValue];
    private int _length; // 0: the value is not kept
    private bool _endsItself;

    /// <summary>The octets from the value before to this one: comma, name and colon, with the spaces between.</summary>
    public byte[] Lead { get; private set; } = [];

    public MetadataKey? Key { get; private set; }

    /// <summary>None: null.</summary>
    public MetadataValue Value { get; private set; }

    public void Begins(MetadataKey key, ReadOnlySpan<byte> lead)
    {
        (Key, Lead, _length) = (key, lead.ToArray(), 0);
    }

    /// <param name="endsItself">Whether it is known where it ends without what follows: a text, list or object.</param>
    public void Has(MetadataValue value, ReadOnlySpan<byte> octets, bool endsItself)
    {
        (Value, _endsItself, _length) = (value, endsItself, octets.Length <= LongestValue ? octets.Length : 0);
        octets[.._length].CopyTo(_value);
    }

    /// <summary>Whether the value that comes is the one of the last time.</summary>
    public bool IsAsBefore(ReadOnlySpan<byte> rest, out int length)
    {
        length = _length;
        return length > 0 && rest.StartsWith(_value.AsSpan(0, length))
            && (_endsItself || (rest.Length > length && rest[length] is (byte)',' or (byte)'}' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'));
    }
}
